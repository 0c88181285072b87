import { dashboards, panelOf } from '../dashboards.ts';
import { enough } from '../numbers.ts';
import { untold, unwatched } from '../policies.ts';
import type { AlertRule } from '../rule.ts';
import { budgetStatement } from '../statement.ts';
import { decimal, dollars, instant, label, percent } from '../texts.ts';

export const budgetBurn: AlertRule = {
  uid: 'genai-budget-burn',
  title: 'Budget burns too fast',
  question: 'Is something, such as a looping agent, spending a budget much faster than it can last?',
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
      title: 'Minimum history',
      max: 840,
      means: 'hours since the first cost: a new scope has no usual pace yet',
    }),
  ],
  trigger: [
    {
      id: 'long',
      title: 'Six-hour pace',
      unit: 'none',
      refId: 'B',
      is: '>',
      number: 2,
      min: 0.1,
      max: 1000,
      means: 'pace of the last six hours relative to an even pace: it is not just a short peak',
    },
    {
      id: 'short',
      title: 'One-hour pace',
      unit: 'none',
      refId: 'A',
      is: '>',
      number: 6,
      min: 0.1,
      max: 1000,
      means: 'pace of the last hour relative to an even pace: it is still going on',
    },
  ],
  pending: 0,
  noData: untold,
  execError: unwatched,
  labels: { severity: 'critical' },
  texts: () => ({
    summary: `The budget ${label('budget')} burns at ${decimal('A', 1)} times an even pace`,
    description: `Over the last hour, ${label('budget')} was spent at ${decimal('A', 1)} times an even pace, and over the last six hours at ${decimal('B', 1)} times. ${dollars('P', 2)} of ${dollars('M', 2)} is spent, ${percent('U')}.{{ if gt $values.E.Value 0.0 }} At this pace it will be exhausted ${instant('E')}.{{ end }} Look for a looping agent, a retry storm or a prompt that grew.`,
  }),
  panel: panelOf(dashboards.budgets, 'budgets'),
};
