import type { FactId } from '../../catalogue/facts.ts';
import type { Context } from '../context/context.ts';
import { aggregated, periodColumn, timeColumn } from './aggregate.ts';
import type { Column, MeasurePlan } from './plan.ts';
import { answered } from './unite.ts';
import {
  array,
  call,
  column,
  equal,
  from,
  infix,
  number,
  over,
  same,
  subquery,
  text,
  type Expression,
  type Query,
  type Select,
} from '../../sql/nodes.ts';

/** The label of the rest until the answer is labelled; no value is ''. */
const rest = '';
const other = 'other';
/** What a longer label of the rest ends with. */
const more = ' (rest)';
const inLargest = '_in_largest';

/** Makes one group of every group that is not among the largest. */
export function withRest(rows: Query, columns: readonly string[], groupBy: readonly string[], largest: Select): Select {
  const ids = groupBy.map((id) => column(id));
  // A tuple with one element is never in a subquery with one column.
  const isLargest = infix('IN', ids.length === 1 && ids[0] ? ids[0] : call('tuple', ...ids), subquery(largest));
  return {
    kind: 'select',
    columns: columns.map((name) =>
      groupBy.includes(name) ? { as: name, value: call('if', column(inLargest), column(name), text(rest)) } : same(name)
    ),
    // It is a column, because every use of the condition would copy the ranking.
    from: from({
      kind: 'select',
      columns: [...columns.map(same), { as: inLargest, value: isLargest }],
      from: from(rows),
    }),
  };
}

/**
 * Selects the `n` largest groups by the number that a column shows; ties are ordered by name. A group without that number
 * comes last.
 */
export function largestGroups(
  context: Context,
  plan: MeasurePlan,
  by: Column,
  n: number,
  rowsOf: (fact: FactId) => Query
): Select {
  const { as: _, ...measure } = by.measure;
  const ranking: MeasurePlan = {
    ...plan,
    facts: plan.facts.filter((fact) => by.parts.some((part) => part.fact === fact)),
    columns: [{ ...by, measure }],
    parts: [...new Set(by.parts)],
    buckets: false,
    top: undefined,
  };
  const isCompared = measure.compare !== undefined || context.baselines.length === 0;
  const ranked = isCompared ? context : { ...context, baselines: [], periods: 0 };
  const branches = ranking.facts.map((fact) =>
    aggregated(ranked, ranking, fact, isCompared ? rowsOf(fact) : withoutBaseline(rowsOf(fact)))
  );
  return {
    kind: 'select',
    columns: plan.groupBy.map(same),
    from: from(answered(ranked, ranking, branches)),
    orderBy: [
      { by: column(by.name), direction: 'DESC' },
      ...plan.groupBy.map((id) => ({ by: column(id), direction: 'ASC' as const })),
    ],
    limit: n,
  };
}

const withoutBaseline = (rows: Query): Select => ({
  kind: 'select',
  columns: [{ as: '*', value: column('*') }],
  from: from(rows),
  where: equal(column(periodColumn), number(0)),
});

/** Labels the rest `other`, or `other (rest)` where a group of that name is among the largest. */
export function labelled(select: Select, plan: MeasurePlan): Select {
  if (!plan.top) {
    return select;
  }
  const own = (id: string): Expression => column('answer', id);
  const ids = plan.groupBy.map(own);
  const longest = over(call('max', call('arrayMin', array(ids.map(mistakable)))), [], []);
  const name = call('concat', text(other), call('repeat', text(more), longest));
  return {
    kind: 'select',
    columns: [
      ...(plan.buckets ? [{ as: timeColumn, value: own(timeColumn) }] : []),
      ...plan.groupBy.map((id) => ({ as: id, value: call('if', equal(own(id), text(rest)), name, own(id)) })),
      ...plan.columns.map(({ name }) => ({ as: name, value: own(name) })),
    ],
    from: { kind: 'query', query: select, as: 'answer' },
  };
}

/** How many endings a label of the rest needs so that it differs from this label. */
const mistakable = (label: Expression): Expression =>
  call(
    'if',
    call('match', label, text('^other( [(]rest[)])*$')),
    infix('+', number(1), call('countSubstrings', label, text(more))),
    number(0)
  );
