import { dashboards, panelOf } from '../dashboards.ts';
import { change, enough, enoughBefore, share } from '../numbers.ts';
import { quiet, unwatched } from '../policies.ts';
import type { AlertRule } from '../rule.ts';
import { before, changeOf, measured, sameHours } from '../statement.ts';
import { count, label, percent } from '../texts.ts';

const requests = { id: 'requests', name: 'requests' } as const;
const partly = { id: 'partly_priced_share', name: 'partly' } as const;

export const partlyPriced: AlertRule = {
  uid: 'genai-partly-priced',
  title: 'Partly priced requests rose',
  question: 'Do more requests than before use something without a known price, so that costs are too low?',
  statement: measured({
    measures: [requests, partly, before(requests), before(partly), changeOf(partly)],
    groupBy: ['provider', 'model'],
    baseline: sameHours,
  }),
  groupable: ['provider', 'model', 'response_model', 'feature', 'team', 'service'],
  window: 60 * 60,
  show: {
    N: 'requests',
    P: 'requests_before',
    A: 'partly',
    B: 'partly_before',
    D: 'partly_change',
  },
  value: 'A',
  guards: [enough('requests', { refId: 'N', number: 50 }), enoughBefore('requests', { refId: 'P', number: 20 })],
  trigger: [
    share('share', 'Partly priced share', '>', 'share of successful requests that are partly priced', {
      refId: 'A',
      number: 0.1,
    }),
    // No ratio: usually there were none before, and every number is infinitely more than none.
    change('>', 'percentunit', 'that share minus the baseline', { refId: 'D', number: 0.05, min: 0, max: 1 }),
  ],
  pending: 10 * 60,
  noData: quiet,
  execError: unwatched,
  labels: { severity: 'info' },
  texts: ({ window }) => ({
    summary: `${percent('A')} of the requests to ${label('model')} are partly priced, up from ${percent('B')}`,
    description: `Over the last ${window}, ${percent('A')} of the successful requests to ${label('model')} at ${label('provider')} used something without a known price, such as audio, a service tier or searches, or reported only a part of their tokens, from ${count('N')} requests. At the same hours of the previous days it was ${percent('B')} (${count('P')} requests per window). Their cost is incomplete, so totals and budgets are too low. Add the price in the data source's settings.`,
  }),
  panel: panelOf(dashboards.costAttribution, 'costSources'),
};
