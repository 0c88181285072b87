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
  question: 'Does the provider find less of our prompts in its cache than at the same hours of the previous days?',
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
    ratio('<', 'hit rate relative to the baseline: less than half of it', { refId: 'R', number: 0.5, max: 1 }),
    change('<', 'percentunit', 'hit rate minus the baseline: a smaller drop does not matter', {
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
    description: `Over the last ${window}, the provider served ${percent('A')} of the input tokens of ${label('feature')} with ${label('model')} from its cache, across ${count('N')} requests. At the same hours of the previous days it was ${percent('B')} (ratio ${decimal('R')}, ${count('P')} requests per window). A prompt whose beginning changes with every call is never cached: look at what was deployed.`,
  }),
  panel: panelOf(dashboards.caching, 'hitRateByFeature'),
};
