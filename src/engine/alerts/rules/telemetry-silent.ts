import { dashboards, panelOf } from '../dashboards.ts';
import { enoughBefore, ratio } from '../numbers.ts';
import { unwatched } from '../policies.ts';
import type { AlertRule } from '../rule.ts';
import { before, measured, ratioOf, sameHours } from '../statement.ts';
import { count, label } from '../texts.ts';

const requests = { id: 'requests', name: 'requests' } as const;

export const telemetrySilent: AlertRule = {
  uid: 'genai-telemetry-silent',
  title: 'Telemetry silent',
  question: 'Did a service that made calls at these hours of the days before stop reporting any?',
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
  // Next to none are left of at least thirty: that is an absolute change too.
  trigger: [ratio('<', 'requests over those before: next to none are left', { refId: 'R', number: 0.02, max: 1 })],
  pending: 10 * 60,
  noData: {
    state: 'NoData',
    because: 'Without a row now and in the days before there is no telemetry at all: that is for this rule to say.',
  },
  execError: unwatched,
  labels: { severity: 'warning' },
  texts: ({ window }) => ({
    summary: `${label('service')} reports no calls of models`,
    description: `${label('service')} reported ${count('A')} requests over the last ${window}; at the same hours of the days before it was ${count('P')} (ratio {{ printf "%.2f" $values.R.Value }}). It stopped, its instrumentation did, or the collector loses its spans. Other rules see nothing of it meanwhile.`,
  }),
  panel: panelOf(dashboards.costAttribution, 'requests'),
};
