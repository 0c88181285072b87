import { unseenColumn } from '../compile/measures/plan.ts';
import { print } from '../sql/print.ts';
import { call, nothing, number, table, text } from '../sql/nodes.ts';
import type { Statement } from '../host.ts';
import { budgetColumnIds } from './columns.ts';

/** Returns no row, but all columns: rules on budgets must not fail if no budget is set. */
export function statementOfNone(): Statement {
  const columns = [
    ...['budget', 'period'].map((as) => ({ as, value: text('') })),
    ...['period_from', 'period_to', unseenColumn, ...budgetColumnIds].map((as) => ({
      as,
      value: call('CAST', nothing, text('Nullable(Float64)')),
    })),
  ];
  return {
    sql: print({ kind: 'select', columns, from: table('system', 'one'), where: number(0) }),
    params: {},
    settings: {},
  };
}
