import { dashboards, panelOf } from '../dashboards.ts';
import { enough, share } from '../numbers.ts';
import { quiet, unwatched } from '../policies.ts';
import type { AlertRule } from '../rule.ts';
import { measured } from '../statement.ts';
import { count, label, percent } from '../texts.ts';

export const rateLimitStorm: AlertRule = {
  uid: 'genai-rate-limit-storm',
  title: 'Rate limit storm',
  question: 'Is a provider rejecting our calls with rate limits?',
  statement: measured({
    measures: [
      { id: 'requests', name: 'requests' },
      { id: 'rate_limit_errors', name: 'limited' },
      { id: 'rate_limit_rate', name: 'rate' },
    ],
    groupBy: ['provider'],
  }),
  groupable: ['provider', 'model', 'feature', 'team', 'customer', 'service'],
  window: 10 * 60,
  show: { N: 'requests', L: 'limited', A: 'rate' },
  value: 'A',
  guards: [enough('limited', { refId: 'L', number: 20, means: 'rate-limited calls in the window: a few are normal' })],
  trigger: [
    share('rate', 'Maximum share rejected', '>', 'rate-limited calls as a share of requests', {
      refId: 'A',
      number: 0.15,
    }),
  ],
  pending: 3 * 60,
  noData: quiet,
  execError: unwatched,
  labels: { severity: 'critical' },
  texts: ({ window }) => ({
    summary: `${label('provider')} rejects ${percent('A')} of calls with a rate limit`,
    description: `Over the last ${window}, ${label('provider')} rejected ${count('L')} of ${count('N')} calls with a rate limit, ${percent('A')}. Retries make it worse: back off, spread the load, or request a higher limit.`,
  }),
  panel: panelOf(dashboards.reliability, 'rateLimitsByProvider'),
};
