import { dashboards, panelOf } from '../dashboards.ts';
import { change, enough, enoughBefore, ratio } from '../numbers.ts';
import { quiet, unwatched } from '../policies.ts';
import type { AlertRule } from '../rule.ts';
import { before, changeOf, measured, ratioOf, sameHours } from '../statement.ts';
import { count, decimal, dollars, label } from '../texts.ts';

const requests = { id: 'requests', name: 'requests' } as const;
const cost = { id: 'cost_per_request', name: 'cost' } as const;

export const costPerRequest: AlertRule = {
  uid: 'genai-cost-per-request',
  title: 'Cost per request increased',
  question: 'Do a feature’s requests cost more than at the same hours of the previous days?',
  statement: measured({
    measures: [
      requests,
      cost,
      before(requests),
      before(cost),
      ratioOf(cost),
      changeOf(cost),
      { id: 'unpriced_requests', name: 'unpriced' },
    ],
    groupBy: ['feature', 'team'],
    baseline: sameHours,
  }),
  groupable: ['feature', 'team', 'model', 'provider', 'prompt', 'customer', 'user_tier', 'service'],
  window: 60 * 60,
  show: {
    N: 'requests',
    P: 'requests_before',
    A: 'cost',
    B: 'cost_before',
    R: 'cost_ratio',
    D: 'cost_change',
    U: 'unpriced',
  },
  value: 'A',
  guards: [enough('requests', { refId: 'N', number: 50 }), enoughBefore('requests', { refId: 'P', number: 20 })],
  trigger: [
    ratio('>', 'cost per request relative to the baseline: 30% more', { refId: 'R', number: 1.3, min: 1 }),
    change('>', 'currencyUSD', 'cost per request minus the baseline: a smaller increase does not matter', {
      refId: 'D',
      number: 0.0005,
      min: 0,
      max: 1000,
    }),
  ],
  pending: 10 * 60,
  noData: quiet,
  execError: unwatched,
  labels: { severity: 'warning', team: label('team') },
  texts: ({ window }) => ({
    summary: `A request of ${label('feature')} costs ${dollars('A')}, ${decimal('R', 1)} times as much as before`,
    description: `Over the last ${window}, a request of ${label('feature')} cost ${dollars('A')} on average, across ${count('N')} requests. At the same hours of the previous days it was ${dollars('B')} (ratio ${decimal('R')}, ${count('P')} requests per window). ${count('U')} requests have no price and are not included. Look for longer prompts, a different model, or fewer cache hits.`,
  }),
  panel: panelOf(dashboards.costAttribution, 'costPerRequestByFeature'),
};
