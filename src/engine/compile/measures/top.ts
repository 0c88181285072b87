import type { Context } from '../context/context.ts';
import { baselineColumn, valueOf, same } from './aggregate.ts';
import type { Part } from './plan.ts';
import { call, column, equal, from, infix, number, subquery, text, type Query, type Select } from '../../sql/nodes.ts';

export const other = 'other';
const inLargest = '_in_largest';

/** Renames every group that is not among the largest to `other`. */
export function withOther(
  rows: Query,
  columns: readonly string[],
  groupBy: readonly string[],
  largest: Select
): Select {
  const ids = groupBy.map((id) => column(id));
  // A tuple with one element is never in a subquery with one column.
  const isLargest = infix('IN', ids.length === 1 && ids[0] ? ids[0] : call('tuple', ...ids), subquery(largest));
  return {
    kind: 'select',
    columns: columns.map((name) =>
      groupBy.includes(name)
        ? { as: name, value: call('if', column(inLargest), column(name), text(other)) }
        : same(name)
    ),
    // It is a column, because every use of the condition would copy the ranking.
    from: from({
      kind: 'select',
      columns: [...columns.map(same), { as: inLargest, value: isLargest }],
      from: from(rows),
    }),
  };
}

/** Selects the `n` largest groups by one measure in the query's window; ties are ordered by name. */
export function largestGroups(context: Context, rows: Query, groupBy: readonly string[], by: Part, n: number): Select {
  return {
    kind: 'select',
    columns: groupBy.map(same),
    from: from(rows),
    ...(context.baselines.length > 0 ? { where: equal(column(baselineColumn), number(0)) } : {}),
    groupBy: groupBy.map((id) => column(id)),
    orderBy: [
      { by: valueOf(context, by), direction: 'DESC' },
      ...groupBy.map((id) => ({ by: column(id), direction: 'ASC' as const })),
    ],
    limit: n,
  };
}
