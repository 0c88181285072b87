import type { FactId } from '../../catalogue/facts.ts';
import { measures } from '../../catalogue/measures/index.ts';
import type { Filter } from '../../query/model.ts';
import {
  call,
  column,
  combine,
  equal,
  from,
  infix,
  lambda,
  nothing,
  number,
  subquery,
  text,
  type Expression,
  type Output,
  type Query,
  type Select,
} from '../../sql/nodes.ts';
import { aggregates, type Writer } from './formulas.ts';
import { rowField, rowTime, type Context } from '../context/context.ts';
import { nanoseconds } from '../../window.ts';
import { weights } from '../rows/factrows.ts';
import type { MeasurePlan, Part } from './plan.ts';

export const other = 'other';
const inLargest = '_in_largest';
export const timeColumn = 'time';
export const baselineColumn = '_baseline';

/** Rows of a fact that pass the filters. */
export function filtered(context: Context, rows: Query, columns: readonly string[], filters: readonly Filter[]): Query {
  const where = combine(
    'AND',
    filters.map((filter) => condition(context, filter))
  );
  return where ? { kind: 'select', columns: columns.map(same), from: from(rows), where } : rows;
}

/** The same rows with every group outside the largest renamed to `other`. */
export function withOther(
  rows: Query,
  columns: readonly string[],
  groupBy: readonly string[],
  largest: Select
): Select {
  const ids = groupBy.map((id) => column(id));
  // A tuple of one is never in a subquery of one column.
  const isLargest = infix('IN', ids.length === 1 && ids[0] ? ids[0] : call('tuple', ...ids), subquery(largest));
  return {
    kind: 'select',
    columns: columns.map((name) =>
      groupBy.includes(name)
        ? { as: name, value: call('if', column(inLargest), column(name), text(other)) }
        : same(name)
    ),
    // Asked once a row, since each place that asks would be a copy of the ranking.
    from: from({
      kind: 'select',
      columns: [...columns.map(same), { as: inLargest, value: isLargest }],
      from: from(rows),
    }),
  };
}

/** The `n` largest groups by one measure in the window itself; equals come in the order of their names. */
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

/** Rows of the windows before, moved into the window that they are compared with, and told apart. */
export function aligned(context: Context, rows: Query, columns: readonly string[], offset: number): Query {
  if (context.baselines.length === 0) {
    return rows;
  }
  const to = context.parameters.named('to', 'Int64', nanoseconds(context.window.to));
  const at = call('toUnixTimestamp64Nano', column('r', rowTime));
  const length = number(offset * 1e9);
  const back = call('intDiv', infix('-', to, number(1), at), length);
  return {
    kind: 'select',
    columns: [
      { as: rowTime, value: call('fromUnixTimestamp64Nano', infix('+', at, infix('*', back, length))) },
      { as: baselineColumn, value: infix('>', back, number(0)) },
      ...columns.filter((name) => name !== rowTime).map(same),
    ],
    from: { kind: 'query', query: rows, as: 'r' },
  };
}

/** The plan's parts; those of other facts are NULL, so that branches can be united. */
export function partsOf(context: Context, plan: MeasurePlan, fact: FactId, write: Writer = aggregates): Output[] {
  return plan.parts.map((part) => ({
    as: part.name,
    value:
      part.fact === fact
        ? call('toFloat64', valueOf(context, part, write))
        : call('CAST', nothing, text('Nullable(Float64)')),
  }));
}

/** One row a group (and bucket) with the fact's parts. */
export function aggregated(context: Context, plan: MeasurePlan, fact: FactId, rows: Query): Select {
  const groups = [
    ...(plan.buckets ? [{ as: timeColumn, value: bucket(context) }] : []),
    ...(context.baselines.length > 0 ? [same(baselineColumn)] : []),
    ...plan.groupBy.map(same),
  ];
  const own = context.brought ? [{ as: baselineColumn, value: number(0) }] : [];
  return {
    kind: 'select',
    columns: [...own, ...groups, ...partsOf(context, plan, fact)],
    from: from(rows),
    groupBy: groups.map((group) => column(group.as)),
  };
}

/** A measure's formula over row fields; a score measure sees its own evaluation's scores only. */
export function valueOf(context: Context, part: Part, write: Writer = aggregates): Expression {
  const only = part.evaluation;
  const own = (value: Expression): Expression =>
    only ? call('if', equal(column(rowField('evaluationName')), only), value, nothing) : value;
  const counts = part.fact === 'evaluations' ? [] : weights(context);
  const factor = (name: 'weight' | 'counted') => (counts.includes(name) ? column(rowField(name)) : undefined);
  const a = write((field) => own(column(rowField(field))), factor('weight'), factor('counted'));
  return measures[part.measure].formula(a, part.bound);
}

export function bucket(context: Context): Expression {
  const step = context.parameters.named('step', 'Int64', `${context.window.step}000000000`);
  const nanoseconds = call('toUnixTimestamp64Nano', column(rowTime));
  return call('fromUnixTimestamp64Nano', infix('*', call('intDiv', nanoseconds, step), step));
}

/** Whether a row passes a filter. */
export function condition(context: Context, filter: Filter): Expression {
  const value = column(filter.dimension);
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
  return call('arrayExists', lambda(['pattern'], call('match', value, column('pattern'))), patterns);
}

function same(name: string): Output {
  return { as: name, value: column(name) };
}
