import { dashboards, panelOf } from '../dashboards.ts';
import { enough } from '../numbers.ts';
import { quietBudget, unwatched } from '../policies.ts';
import type { AlertRule } from '../rule.ts';
import { budgetStatement } from '../statement.ts';
import { decimal, dollars, instant, label, percent } from '../texts.ts';

export const budgetBurn: AlertRule = {
  uid: 'genai-budget-burn',
  title: 'Budget burns too fast',
  question: 'Does something spend a budget much faster than it lasts, such as an agent that loops?',
  statement: budgetStatement,
  groupable: [],
  window: 60 * 60,
  show: {
    H: 'history_hours',
    A: 'burn_1h',
    B: 'burn_6h',
    P: 'spent',
    M: 'amount',
    U: 'share_used',
    E: 'exhausted_at',
  },
  value: 'A',
  guards: [
    enough('history', {
      refId: 'H',
      number: 24,
      unit: 'h',
      title: 'Least history',
      max: 840,
      means: 'hours since the first cost: a new scope has no pace yet',
    }),
  ],
  trigger: [
    {
      id: 'long',
      title: 'Pace of six hours',
      unit: 'none',
      refId: 'B',
      is: '>',
      number: 2,
      min: 0.1,
      max: 1000,
      means: 'pace of the last six hours, over an even one: it is no short peak',
    },
    {
      id: 'short',
      title: 'Pace of one hour',
      unit: 'none',
      refId: 'A',
      is: '>',
      number: 6,
      min: 0.1,
      max: 1000,
      means: 'pace of the last hour, over an even one: it still goes on',
    },
  ],
  pending: 0,
  noData: quietBudget,
  execError: unwatched,
  labels: { severity: 'critical' },
  texts: () => ({
    summary: `The budget ${label('budget')} burns ${decimal('A', 1)} times as fast as it lasts`,
    description: `Over the last hour ${label('budget')} was spent at ${decimal('A', 1)} times an even pace, over six hours at ${decimal('B', 1)} times. ${dollars('P', 2)} of ${dollars('M', 2)} are gone, ${percent('U')}.{{ if gt $values.E.Value 0.0 }} At this pace it is used up ${instant('E')}.{{ end }} Look for an agent that loops, a retry storm or a prompt that grew.`,
  }),
  panel: panelOf(dashboards.costAttribution, 'spendByFeature'),
};
