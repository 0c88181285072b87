import type { FactId } from '../catalogue/facts.ts';
import { measures } from '../catalogue/measures/index.ts';
import type { Filter } from '../query/model.ts';
import {
  call,
  column,
  combine,
  equal,
  from,
  infix,
  lambda,
  number,
  nothing,
  text,
  type Expression,
  type Output,
  type Query,
  type Select,
} from '../sql/nodes.ts';
import { aggregates } from './aggregates.ts';
import { rowField, rowTime, type Context } from './context.ts';
import { weights } from './rows.ts';
import type { Column, MeasurePlan } from './plan.ts';

export const other = 'other';
const largest = 'largest';
const timeColumn = 'time';

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
  ranking: Select
): Select {
  const ids = groupBy.map((id) => column(id));
  // A tuple of one is never in a subquery of one column.
  const isLargest = infix('IN', ids.length === 1 && ids[0] ? ids[0] : call('tuple', ...ids), column(largest));
  return {
    with: [{ name: largest, query: ranking }],
    kind: 'select',
    columns: columns.map((name) =>
      groupBy.includes(name) ? { as: name, value: call('if', isLargest, column(name), text(other)) } : same(name)
    ),
    from: from(rows),
  };
}

/** The `n` largest groups by one measure; equals come in the order of their names. */
export function largestGroups(
  context: Context,
  rows: Query,
  groupBy: readonly string[],
  by: Column,
  n: number
): Select {
  return {
    kind: 'select',
    columns: groupBy.map(same),
    from: from(rows),
    groupBy: groupBy.map((id) => column(id)),
    orderBy: [
      { by: valueOf(context, by), direction: 'DESC' },
      ...groupBy.map((id) => ({ by: column(id), direction: 'ASC' as const })),
    ],
    limit: n,
  };
}

/** One row a group (and bucket) with the fact's measures; those of other facts are NULL, so that branches can be united. */
export function aggregated(context: Context, plan: MeasurePlan, fact: FactId, rows: Query): Select {
  const groups = [...(plan.buckets ? [{ as: timeColumn, value: bucket(context) }] : []), ...plan.groupBy.map(same)];
  return {
    kind: 'select',
    columns: [
      ...groups,
      ...plan.columns.map((planned) => ({
        as: planned.name,
        value:
          planned.fact === fact
            ? call('toFloat64', valueOf(context, planned))
            : call('CAST', nothing, text('Nullable(Float64)')),
      })),
    ],
    from: from(rows),
    groupBy: groups.map((group) => column(group.as)),
  };
}

/** One row a group over all facts. A count without a row of its fact is 0; a mean is NULL. */
export function united(plan: MeasurePlan, branches: readonly Select[]): Select {
  const groups = [...(plan.buckets ? [timeColumn] : []), ...plan.groupBy];
  return {
    kind: 'select',
    columns: [
      ...groups.map(same),
      ...plan.columns.map((planned) => {
        const value = call('any', column('branch', planned.name));
        const { none } = measures[planned.measure.id];
        return {
          as: planned.name,
          value: none === null ? value : call('coalesce', value, call('toFloat64', number(none))),
        };
      }),
    ],
    from: { kind: 'query', query: { kind: 'union', all: branches }, as: 'branch' },
    groupBy: groups.map((name) => column(name)),
  };
}

/** Time series by label set and time, so that a series is a slice; tables by the first measure, largest first. */
export function ordered(select: Select, plan: MeasurePlan): Select {
  const groups = plan.groupBy.map((id) => ({ by: column(id), direction: 'ASC' as const }));
  const first = plan.columns[0];
  const orderBy = plan.buckets
    ? [...groups, { by: column(timeColumn), direction: 'ASC' as const }]
    : groups.length > 0 && first
      ? [{ by: column(first.name), direction: 'DESC' as const }, ...groups]
      : [];
  return { ...select, orderBy };
}

/** A measure's formula over row fields; a score measure sees its own evaluation's scores only. */
function valueOf(context: Context, planned: Column): Expression {
  const only = planned.evaluation;
  const own = (value: Expression): Expression =>
    only ? call('if', equal(column(rowField('evaluationName')), only), value, nothing) : value;
  const counts = planned.fact === 'evaluations' ? [] : weights(context);
  const factor = (name: 'weight' | 'counted') => (counts.includes(name) ? column(rowField(name)) : undefined);
  const a = aggregates((field) => own(column(rowField(field))), factor('weight'), factor('counted'));
  return measures[planned.measure.id].formula(a, planned.bound);
}

function bucket(context: Context): Expression {
  const step = context.parameters.named('step', 'Int64', `${context.window.step}000000000`);
  const nanoseconds = call('toUnixTimestamp64Nano', column(rowTime));
  return call('fromUnixTimestamp64Nano', infix('*', call('intDiv', nanoseconds, step), step));
}

function condition(context: Context, filter: Filter): Expression {
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
