import { dashboards, panelOf } from '../dashboards.ts';
import { enough } from '../numbers.ts';
import { quiet, unwatched } from '../policies.ts';
import type { AlertRule } from '../rule.ts';
import { measured } from '../statement.ts';
import { count, label } from '../texts.ts';

export const unpricedModel: AlertRule = {
  uid: 'genai-unpriced-model',
  title: 'Unpriced model seen',
  question: 'Is a model in use whose price nobody knows?',
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
      title: 'Least unpriced requests',
      means: 'requests without a price in the window',
    }),
  ],
  pending: 0,
  noData: quiet,
  execError: unwatched,
  labels: { severity: 'info' },
  texts: ({ window }) => ({
    summary: `${label('model')} has no price`,
    description: `${count('A')} of ${count('N')} requests of the last ${window} to ${label('model')} at ${label('provider')} have no cost: neither the instrumentation reports one nor is the model in the price table. What they cost is in no total and no budget. Add a price in the data source's settings.`,
  }),
  panel: panelOf(dashboards.costAttribution, 'unpricedRequests'),
};
