import { dashboards, panelOf } from '../dashboards.ts';
import { untold, unwatched } from '../policies.ts';
import type { AlertRule } from '../rule.ts';
import { budgetStatement } from '../statement.ts';
import { count, dollars, label, percent } from '../texts.ts';

export const budgetHard: AlertRule = {
  uid: 'genai-budget-hard',
  title: 'Budget used up',
  question: 'Has a budget been used up?',
  statement: budgetStatement,
  groupable: [],
  window: 60 * 60,
  show: { A: 'share_used', H: 'hard', B: 'amount', P: 'spent', U: 'unpriced' },
  value: 'A',
  guards: [],
  trigger: [
    {
      refId: 'A',
      is: '>=',
      than: 'H',
      means: 'share of the budget that is spent, compared with its own hard limit (100% by default)',
    },
  ],
  pending: 0,
  noData: untold,
  execError: unwatched,
  labels: { severity: 'critical' },
  texts: () => ({
    summary: `The budget ${label('budget')} is used up: ${percent('A')}`,
    description: `${dollars('P', 2)} of ${dollars('B', 2)} was spent in this ${label('period')}, ${percent('A')}. ${count('U')} requests have no price and come on top. A gateway that checks budgets stops further calls; without one, somebody has to.`,
  }),
  panel: panelOf(dashboards.budgets, 'used'),
};
