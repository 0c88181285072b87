import { print } from '../sql/print.ts';
import { call, nothing, number, table, text } from '../sql/nodes.ts';
import type { Statement } from '../host.ts';
import { budgetColumnIds } from './columns.ts';

/** No row, with the columns of all: rules about budgets are no error where nobody has set one. */
export function statementOfNone(): Statement {
  const columns = [
    ...['budget', 'period'].map((as) => ({ as, value: text('') })),
    ...['period_from', 'period_to', ...budgetColumnIds].map((as) => ({
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
