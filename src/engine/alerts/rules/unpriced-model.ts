import { dashboards, panelOf } from '../dashboards.ts';
import { enough } from '../numbers.ts';
import { quiet, unwatched } from '../policies.ts';
import type { AlertRule } from '../rule.ts';
import { measured } from '../statement.ts';
import { count, label } from '../texts.ts';

export const unpricedModel: AlertRule = {
  uid: 'genai-unpriced-model',
  title: 'Unpriced model seen',
  question: 'Is a model in use that has no known price?',
  statement: measured({
    measures: [
      { id: 'unpriced_requests', name: 'unpriced' },
      { id: 'requests', name: 'requests' },
    ],
    groupBy: ['provider', 'model'],
  }),
  groupable: ['provider', 'model', 'response_model', 'feature', 'team', 'service'],
  window: 60 * 60,
  show: { A: 'unpriced', N: 'requests' },
  value: 'A',
  guards: [],
  trigger: [
    enough('unpriced', {
      refId: 'A',
      number: 10,
      title: 'Minimum unpriced requests',
      means: 'requests in the window that have no price',
    }),
  ],
  pending: 0,
  noData: quiet,
  execError: unwatched,
  labels: { severity: 'info' },
  texts: ({ window }) => ({
    summary: `${label('model')} has no price`,
    description: `Over the last ${window}, ${count('A')} of ${count('N')} requests to ${label('model')} at ${label('provider')} have no cost: the instrumentation reports none, and the model is not in the price table. They are missing from all totals and budgets. Add a price in the data source's settings.`,
  }),
  panel: panelOf(dashboards.costAttribution, 'unpricedRequests'),
};
