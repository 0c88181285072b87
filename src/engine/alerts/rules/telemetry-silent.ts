import { dashboards, panelOf } from '../dashboards.ts';
import { almostNone, enoughBefore } from '../numbers.ts';
import { unwatched } from '../policies.ts';
import type { AlertRule } from '../rule.ts';
import { before, measured, ratioOf, sameHours } from '../statement.ts';
import { count, label } from '../texts.ts';

const requests = { id: 'requests', name: 'requests' } as const;

export const telemetrySilent: AlertRule = {
  uid: 'genai-telemetry-silent',
  title: 'Telemetry silent',
  question: 'Did a service that made calls at the same hours of the previous days stop reporting them?',
  statement: measured({
    measures: [requests, before(requests), ratioOf(requests)],
    groupBy: ['service'],
    baseline: sameHours,
  }),
  groupable: ['service', 'feature', 'team', 'provider', 'environment', 'instrumentation'],
  window: 30 * 60,
  show: { P: 'requests_before', R: 'requests_ratio', A: 'requests' },
  value: 'A',
  guards: [enoughBefore('requests', { refId: 'P', number: 30 })],
  trigger: [almostNone('requests')],
  pending: 10 * 60,
  noData: {
    state: 'NoData',
    because:
      'Without a row now or in the previous days there is no telemetry at all, which is what this rule is there to report.',
  },
  execError: unwatched,
  labels: { severity: 'warning' },
  texts: ({ window }) => ({
    summary: `${label('service')} reports no model calls`,
    description: `${label('service')} reported ${count('A')} requests over the last ${window}; at the same hours of the previous days it was ${count('P')} (ratio {{ printf "%.2f" $values.R.Value }}). The service or its instrumentation stopped, or the collector is losing its spans. Until this is fixed, no other rule can watch the service.`,
  }),
  panel: panelOf(dashboards.reliability, 'callsByService'),
};
