import { dashboards, panelOf } from '../dashboards.ts';
import { untold, unwatched } from '../policies.ts';
import type { AlertRule } from '../rule.ts';
import { budgetStatement } from '../statement.ts';
import { count, dollars, label, percent } from '../texts.ts';

export const budgetSoft: AlertRule = {
  uid: 'genai-budget-soft',
  title: 'Budget nearly used',
  question: 'Is a budget nearly used up?',
  statement: budgetStatement,
  groupable: [],
  window: 60 * 60,
  show: { A: 'share_used', S: 'soft', B: 'amount', P: 'spent', L: 'left', F: 'forecast', U: 'unpriced' },
  value: 'A',
  guards: [],
  trigger: [
    {
      refId: 'A',
      is: '>=',
      than: 'S',
      means: 'share of the budget that is spent, compared with its own soft limit (70% by default)',
    },
  ],
  pending: 0,
  noData: untold,
  execError: unwatched,
  labels: { severity: 'warning' },
  texts: () => ({
    summary: `${percent('A')} of the budget ${label('budget')} is used`,
    description: `${dollars('P', 2)} of ${dollars('B', 2)} was spent in this ${label('period')}, ${percent('A')}; ${dollars('L', 2)} is left. At the usual pace, spending will reach ${dollars('F', 2)} by the end of it (NaN: too little history for a forecast). ${count('U')} requests have no price and come on top.`,
  }),
  panel: panelOf(dashboards.budgets, 'used'),
};
