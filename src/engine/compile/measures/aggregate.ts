import type { FactId } from '../../catalogue/facts.ts';
import { measures } from '../../catalogue/measures/index.ts';
import { rowField, rowTime } from '../context/columnnames.ts';
import type { Context } from '../context/context.ts';
import { aggregates, type Writer } from './formulas.ts';
import type { MeasurePlan, Part } from './plan.ts';
import { weights } from '../rows/weights.ts';
import {
  call,
  column,
  equal,
  from,
  infix,
  nothing,
  number,
  text,
  type Expression,
  type Output,
  type Query,
  type Select,
} from '../../sql/nodes.ts';
import { nanoseconds } from '../../window.ts';

export const timeColumn = 'time';
export const baselineColumn = '_baseline';

/** Moves the rows of baseline windows into the query's window, and marks them. */
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

/** Writes the plan's parts; those of other facts are NULL, so that branches can be united. */
export function partsOf(context: Context, plan: MeasurePlan, fact: FactId, write: Writer = aggregates): Output[] {
  return plan.parts.map((part) => ({
    as: part.name,
    value:
      part.fact === fact
        ? call('toFloat64', valueOf(context, part, write))
        : call('CAST', nothing, text('Nullable(Float64)')),
  }));
}

/** Aggregates a fact's rows to its parts, one row per group (and time bucket). */
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

/** Writes a measure's formula over row fields; a score measure only sees the scores of its own evaluation. */
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

export function same(name: string): Output {
  return { as: name, value: column(name) };
}
