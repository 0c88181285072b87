import { dashboards, panelOf } from '../dashboards.ts';
import { quietBudget, unwatched } from '../policies.ts';
import type { AlertRule } from '../rule.ts';
import { budgetStatement } from '../statement.ts';
import { count, dollars, label, percent } from '../texts.ts';

export const budgetSoft: AlertRule = {
  uid: 'genai-budget-soft',
  title: 'Budget nearly used',
  question: 'Will we blow a budget?',
  statement: budgetStatement,
  groupable: [],
  window: 60 * 60,
  show: { A: 'share_used', S: 'soft', B: 'amount', P: 'spent', L: 'left', F: 'forecast', U: 'unpriced' },
  value: 'A',
  guards: [],
  trigger: [{ refId: 'A', is: '>=', than: 'S', means: 'what was spent, over the budget; its own soft share, 70 %' }],
  pending: 0,
  noData: quietBudget,
  execError: unwatched,
  labels: { severity: 'warning' },
  texts: () => ({
    summary: `${percent('A')} of the budget ${label('budget')} is used`,
    description: `${dollars('P', 2)} of ${dollars('B', 2)} are spent in this ${label('period')}, ${percent('A')}; ${dollars('L', 2)} are left. At its usual pace it will be ${dollars('F', 2)} at the end (NaN: too little history to say). ${count('U')} requests have no price and come on top.`,
  }),
  panel: panelOf(dashboards.costAttribution, 'spendByFeature'),
};
