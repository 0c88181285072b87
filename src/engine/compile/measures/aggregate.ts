import type { FactId } from '../../catalogue/facts.ts';
import { measures } from '../../catalogue/measures/index.ts';
import { rowField, rowTime } from '../context/columnnames.ts';
import type { Context } from '../context/context.ts';
import { isOfDays, windowsOf } from '../context/times.ts';
import { localBucket, movedByDays } from '../context/zone.ts';
import { aggregates, aggregatesByPeriod, aggregatesOfGroups, type Writer } from './formulas.ts';
import type { MeasurePlan, Part } from './plan.ts';
import { groupFactors } from '../rows/minuterows.ts';
import { weights } from '../rows/weights.ts';
import {
  array,
  call,
  column,
  equal,
  from,
  infix,
  lambda,
  nothing,
  number,
  same,
  text,
  type Expression,
  type Output,
  type Query,
  type Select,
} from '../../sql/nodes.ts';
import { nanoseconds } from '../../window.ts';

export const timeColumn = 'time';
export const baselineColumn = '_baseline';
/** 0 for a row of the query's window, or the number of the baseline window that it is from. */
export const periodColumn = '_period';

/** Moves the rows of baseline windows into the query's window, and says which they are from. */
export function aligned(context: Context, rows: Query, columns: readonly string[], offset: number): Query {
  if (context.baselines.length === 0) {
    return rows;
  }
  const others = columns.filter((name) => name !== rowTime).map(same);
  if (context.zone !== undefined && context.days !== undefined) {
    return alignedInZone(context, context.zone, context.days, rows, others);
  }
  const to = context.parameters.named('to', 'Int64', nanoseconds(context.window.to));
  const at = call('toUnixTimestamp64Nano', column('r', rowTime));
  const length = number(offset * 1e9);
  const back = call('intDiv', infix('-', to, number(1), at), length);
  return {
    kind: 'select',
    columns: [
      { as: rowTime, value: call('fromUnixTimestamp64Nano', infix('+', at, infix('*', back, length))) },
      { as: periodColumn, value: back },
      ...others,
    ],
    from: { kind: 'query', query: rows, as: 'r' },
  };
}

/** Does so where windows are days of a zone apart, which are not always as long. */
function alignedInZone(context: Context, zone: string, days: number, rows: Query, others: readonly Output[]): Select {
  const at = column('r', rowTime);
  const nanosecondsOf = (time: Expression): Expression => call('toUnixTimestamp64Nano', time);
  const windows = windowsOf(context);
  const starts = array(windows.map(({ from }) => nanosecondsOf(from)));
  const period = call('arrayCount', lambda(['start'], infix('>', column('start'), nanosecondsOf(at))), starts);
  const [own] = windows;
  const distances = windows.map(({ to }) => infix('-', nanosecondsOf(own?.to ?? to), nanosecondsOf(to)));
  const distance = call('arrayElement', array(distances), infix('+', column(periodColumn), number(1)));
  const moved = isOfDays(context)
    ? call(
        'toTimeZone',
        movedByDays(column(rowTime), infix('*', column(periodColumn), number(days)), zone),
        text('UTC')
      )
    : call('fromUnixTimestamp64Nano', infix('+', nanosecondsOf(column(rowTime)), distance));
  return {
    kind: 'select',
    columns: [{ as: rowTime, value: moved }, same(periodColumn), ...others],
    from: from({
      kind: 'select',
      columns: [{ as: rowTime, value: at }, { as: periodColumn, value: period }, ...others],
      from: { kind: 'query', query: rows, as: 'r' },
    }),
  };
}

/** Writes the plan's parts; those of other facts are NULL, so that branches can be united. */
export function partsOf(
  context: Context,
  plan: MeasurePlan,
  fact: FactId,
  write: Writer = directly(context, fact)
): Output[] {
  return plan.parts.map((part) => ({
    as: part.name,
    value:
      part.fact === fact
        ? call('toFloat64', valueOf(context, part, write))
        : call('CAST', nothing, text('Nullable(Float64)')),
  }));
}

/** Writes aggregates over the rows; what does not add up is taken of each baseline window by itself. */
const directly = ({ baselines, added }: Context, fact: FactId): Writer =>
  added.has(fact)
    ? aggregatesOfGroups
    : baselines.length > 1
      ? aggregatesByPeriod(column(periodColumn), baselines.length + 1)
      : aggregates;

/** Aggregates a fact's rows to its parts, one row per group (and time bucket). */
export function aggregated(context: Context, plan: MeasurePlan, fact: FactId, rows: Query): Select {
  const groups = [
    ...(plan.buckets ? [{ as: timeColumn, value: bucket(context) }] : []),
    ...(context.baselines.length > 0
      ? [{ as: baselineColumn, value: infix('>', column(periodColumn), number(0)) }]
      : []),
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
function valueOf(context: Context, part: Part, write: Writer): Expression {
  const only = part.evaluation;
  const own = (value: Expression): Expression =>
    only ? call('if', equal(column(rowField('evaluationName')), only), value, nothing) : value;
  const counts: readonly string[] =
    part.fact === 'evaluations' ? [] : context.added.has(part.fact) ? groupFactors : weights(context);
  const factor = (name: 'weight' | 'counted') => (counts.includes(name) ? column(rowField(name)) : undefined);
  const a = write((field) => own(column(rowField(field))), factor('weight'), factor('counted'));
  return measures[part.measure].formula(a, part.bound);
}

export function bucket(context: Context): Expression {
  const { zone } = context;
  const local = zone === undefined ? undefined : localBucket(column(rowTime), context.window.step, zone);
  if (local) {
    return local;
  }
  const step = context.parameters.named('step', 'Int64', `${context.window.step}000000000`);
  const nanoseconds = call('toUnixTimestamp64Nano', column(rowTime));
  return call('fromUnixTimestamp64Nano', infix('*', call('intDiv', nanoseconds, step), step));
}
