import { dashboards, panelOf } from '../dashboards.ts';
import { enough, share } from '../numbers.ts';
import { quiet, unwatched } from '../policies.ts';
import type { AlertRule } from '../rule.ts';
import { measured } from '../statement.ts';
import { count, label, percent } from '../texts.ts';

export const rateLimitStorm: AlertRule = {
  uid: 'genai-rate-limit-storm',
  title: 'Rate limit storm',
  question: 'Does a provider turn our calls away?',
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
  guards: [enough('limited', { refId: 'L', number: 20, means: 'calls turned away in the window: a few are usual' })],
  trigger: [
    share('rate', 'Highest share turned away', '>', 'calls turned away over requests', { refId: 'A', number: 0.15 }),
  ],
  pending: 3 * 60,
  noData: quiet,
  execError: unwatched,
  labels: { severity: 'critical' },
  texts: ({ window }) => ({
    summary: `${label('provider')} turns ${percent('A')} of the calls away`,
    description: `${label('provider')} answered ${count('L')} of ${count('N')} calls of the last ${window} with a rate limit, ${percent('A')}. Retries make it worse: back off, spread the load, or ask for a higher limit.`,
  }),
  panel: panelOf(dashboards.costAttribution, 'models'),
};
