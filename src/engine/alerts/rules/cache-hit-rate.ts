import { dashboards, panelOf } from '../dashboards.ts';
import { change, enough, enoughBefore, ratio } from '../numbers.ts';
import { quiet, unwatched } from '../policies.ts';
import type { AlertRule } from '../rule.ts';
import { before, changeOf, measured, ratioOf, sameHours } from '../statement.ts';
import { count, decimal, label, percent } from '../texts.ts';

const requests = { id: 'requests', name: 'requests' } as const;
const rate = { id: 'cache_hit_rate', name: 'rate' } as const;

export const cacheHitRate: AlertRule = {
  uid: 'genai-cache-hit-rate',
  title: 'Prompt cache hit rate dropped',
  question: 'Does the provider find less of our prompts in its cache than at these hours of the days before?',
  statement: measured({
    measures: [requests, rate, before(requests), before(rate), ratioOf(rate), changeOf(rate)],
    groupBy: ['feature', 'team', 'model'],
    baseline: sameHours,
  }),
  groupable: ['feature', 'team', 'model', 'provider', 'prompt', 'customer', 'service'],
  window: 60 * 60,
  show: { N: 'requests', P: 'requests_before', A: 'rate', B: 'rate_before', R: 'rate_ratio', D: 'rate_change' },
  value: 'A',
  guards: [enough('requests', { refId: 'N', number: 50 }), enoughBefore('requests', { refId: 'P', number: 20 })],
  trigger: [
    ratio('<', 'hit rate over the one before: less than half', { refId: 'R', number: 0.5, max: 1 }),
    change('<', 'percentunit', 'hit rate less the one before: less does not matter', {
      refId: 'D',
      number: -0.1,
      min: -1,
      max: 0,
    }),
  ],
  pending: 10 * 60,
  noData: quiet,
  execError: unwatched,
  labels: { severity: 'warning', team: label('team') },
  texts: ({ window }) => ({
    summary: `Prompt cache hit rate of ${label('feature')} fell from ${percent('B')} to ${percent('A')}`,
    description: `The provider had ${percent('A')} of the input tokens of ${label('feature')} with ${label('model')} in its cache over the last ${window}, from ${count('N')} requests. At the same hours of the days before it was ${percent('B')} (ratio ${decimal('R')}, ${count('P')} requests in a window). A prompt whose beginning changes with every call is never found: look at what was deployed.`,
  }),
  panel: panelOf(dashboards.costAttribution, 'models'),
};
