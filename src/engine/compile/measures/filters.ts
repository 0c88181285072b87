import type { Context } from '../context/context.ts';
import type { Filter } from '../../query/model.ts';
import { call, column, combine, from, infix, lambda, same, type Expression, type Query } from '../../sql/nodes.ts';

/** Keeps the rows of a fact that pass the filters. */
export function filtered(context: Context, rows: Query, columns: readonly string[], filters: readonly Filter[]): Query {
  const where = combine(
    'AND',
    filters.map((filter) => condition(context, filter))
  );
  return where ? { kind: 'select', columns: columns.map(same), from: from(rows), where } : rows;
}

/** Whether a row passes a filter. `value` is the dimension's, by default of the column that is named like it. */
export function condition(context: Context, filter: Filter, value = column(filter.dimension)): Expression {
  const list = context.parameters.list(filter.values);
  switch (filter.operator) {
    case 'in':
      return infix('IN', value, list);
    case 'not_in':
      return infix('NOT IN', value, list);
    case 'matches':
      return matchesAny(value, list);
    case 'not_matches':
      return call('not', matchesAny(value, list));
  }
}

function matchesAny(value: Expression, patterns: Expression): Expression {
  return call('arrayExists', lambda(['_pattern'], call('match', value, column('_pattern'))), patterns);
}
