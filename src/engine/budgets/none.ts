import { unseenColumn } from '../compile/measures/plan.ts';
import { print } from '../sql/print.ts';
import { call, number, table, text } from '../sql/nodes.ts';
import type { Statement } from '../host.ts';
import { budgetColumnIds } from './columns.ts';

/**
 * Returns a row for rules where no budget is set: of the budget `none`, of which nothing is ever used. Rules on budgets
 * report a budget without a value, and nothing is wrong with having no budget.
 */
export function statementOfNone(): Statement {
  const limits: readonly string[] = ['amount', 'left', 'soft', 'hard'];
  const columns = [
    ...['budget', 'period'].map((as) => ({ as, value: text('none') })),
    ...['period_from', 'period_to', unseenColumn, ...budgetColumnIds].map((as) => ({
      as,
      value: call('CAST', number(limits.includes(as) ? 1 : 0), text('Nullable(Float64)')),
    })),
  ];
  return { sql: print({ kind: 'select', columns, from: table('system', 'one') }), params: {}, settings: {} };
}
