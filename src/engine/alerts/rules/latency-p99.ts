import { dashboards, panelOf } from '../dashboards.ts';
import { enough, slower } from '../numbers.ts';
import { quiet, unwatched } from '../policies.ts';
import type { AlertRule } from '../rule.ts';
import { measured } from '../statement.ts';
import { count, label, seconds } from '../texts.ts';

export const latencyP99: AlertRule = {
  uid: 'genai-latency-p99',
  title: 'Latency over the SLA',
  question: 'Does one call in a hundred take longer than promised?',
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
      means: 'requests in the window: with fewer than a hundred, the p99 is just the slowest one',
    }),
  ],
  trigger: [slower('p99', 'Maximum p99', 'p99 latency: your SLA', { refId: 'A', number: 30 })],
  pending: 5 * 60,
  noData: quiet,
  execError: unwatched,
  labels: { severity: 'warning', team: label('team') },
  texts: ({ window, number }) => ({
    summary: `p99 latency of ${label('feature')} is ${seconds('A')}`,
    description: `Over the last ${window}, one in a hundred of the ${count('N')} calls of ${label('feature')} took ${seconds('A')} or longer, more than ${number('p99')} s; half of them took less than ${seconds('M')}. Look at the slowest calls: their model, output tokens and retries.`,
  }),
  panel: panelOf(dashboards.latency, 'latencyByFeature'),
};
