import { dashboards, panelOf } from '../dashboards.ts';
import { quietBudget, unwatched } from '../policies.ts';
import type { AlertRule } from '../rule.ts';
import { budgetStatement } from '../statement.ts';
import { count, dollars, label, percent } from '../texts.ts';

export const budgetHard: AlertRule = {
  uid: 'genai-budget-hard',
  title: 'Budget used up',
  question: 'Is a budget used up?',
  statement: budgetStatement,
  groupable: [],
  window: 60 * 60,
  show: { A: 'share_used', H: 'hard', B: 'amount', P: 'spent', U: 'unpriced' },
  value: 'A',
  guards: [],
  trigger: [{ refId: 'A', is: '>=', than: 'H', means: 'what was spent, over the budget; its own hard share, 100 %' }],
  pending: 0,
  noData: quietBudget,
  execError: unwatched,
  labels: { severity: 'critical' },
  texts: () => ({
    summary: `The budget ${label('budget')} is used up: ${percent('A')}`,
    description: `${dollars('P', 2)} of ${dollars('B', 2)} are spent in this ${label('period')}, ${percent('A')}. ${count('U')} requests have no price and come on top. A gateway that asks for budgets stops further calls; without one, somebody has to.`,
  }),
  panel: panelOf(dashboards.costAttribution, 'spendByFeature'),
};
