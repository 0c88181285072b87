import { dashboards, panelOf } from '../dashboards.ts';
import { enough, slower } from '../numbers.ts';
import { quiet, unwatched } from '../policies.ts';
import type { AlertRule } from '../rule.ts';
import { measured } from '../statement.ts';
import { count, label, seconds } from '../texts.ts';

export const latencyP99: AlertRule = {
  uid: 'genai-latency-p99',
  title: 'Latency over the SLA',
  question: 'Does one call in a hundred take longer than we promised?',
  statement: measured({
    measures: [
      { id: 'requests', name: 'requests' },
      { id: 'latency_p99', name: 'p99' },
      { id: 'latency_p50', name: 'p50' },
    ],
    groupBy: ['feature', 'team'],
  }),
  groupable: ['feature', 'team', 'model', 'provider', 'user_tier', 'customer', 'service', 'operation'],
  window: 30 * 60,
  show: { N: 'requests', A: 'p99', M: 'p50' },
  value: 'A',
  guards: [
    enough('requests', {
      refId: 'N',
      number: 100,
      means: 'requests in the window: of fewer than a hundred, the p99 is the slowest one',
    }),
  ],
  trigger: [slower('p99', 'Longest p99', 'p99 of the calls: your SLA', { refId: 'A', number: 30 })],
  pending: 5 * 60,
  noData: quiet,
  execError: unwatched,
  labels: { severity: 'warning', team: label('team') },
  texts: ({ window, number }) => ({
    summary: `p99 latency of ${label('feature')} is ${seconds('A')}`,
    description: `One in a hundred calls of ${label('feature')} took ${seconds('A')} or longer over the last ${window}, more than ${number('p99')} s; half of them took less than ${seconds('M')}. From ${count('N')} requests. Look at the slowest calls: model, output tokens, retries.`,
  }),
  panel: panelOf(dashboards.latency, 'latencyByFeature'),
};
