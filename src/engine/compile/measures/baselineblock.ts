import type { FactId } from '../../catalogue/facts.ts';
import type { MeasureId } from '../../catalogue/measures/index.ts';
import { rowTime } from '../context/columnnames.ts';
import type { Context } from '../context/context.ts';
import { aligned, baselineColumn, partsOf } from './aggregate.ts';
import { filteredRows } from './filteredrows.ts';
import { columnFor, notAddingUp, writerOf } from './formulas.ts';
import { minuteStep } from './minutes.ts';
import { rowFieldsOf, type MeasurePlan } from './plan.ts';
import { gcd } from '../../gcd.ts';
import type { Answer, Request } from '../../host.ts';
import type { CompiledQuery } from '../../query/model.ts';
import type { Settings } from '../../settings/settings.ts';
import {
  call,
  column,
  from,
  infix,
  number,
  parametricCall,
  parameter,
  same,
  table,
  type Output,
  type Select,
} from '../../sql/nodes.ts';
import { escapeArrayParameter } from '../../sql/escape.ts';
import { nanoseconds, windowOf, type Window } from '../../window.ts';

/**
 * Reads a rule's baseline windows once an hour.
 *
 *   block      the whole hours that contain them at any evaluation of the hour, one offset earlier: all closed
 *     │ read before the query and kept by the host: sums by group and bucket
 *   windows    the buckets of this evaluation's windows, added up here
 *     │ passed to the query's statement as parameters
 *   baseline   the measures' formulas over the sums
 *
 * This works for additive parts. A quantile needs the values themselves, so each evaluation reads them, as a panel does.
 */
export interface Block {
  /** The hours of the query's window, which are not read, and those of its baseline windows. */
  windows: readonly [Window, ...Window[]];
  /** Seconds; the query's window and its position in the block are multiples of it. */
  bucket: number;
}

const hour = 3600;
/** No rule needs a finer grid than this, in seconds. */
const shortestBucket = 10;
/** The largest parameter that a server accepts, with some margin: its `http_max_field_value_size` is 128 KiB. */
const mostBytes = 100 * 1024;

/** Computes the block of a rule's query; null if it has no baseline, or one that cannot be read this way. */
export function blockOf(query: CompiledQuery, request: Request, { delaySeconds }: Settings): Block | null {
  if (!request.fromAlert || query.kind !== 'measure' || query.format !== 'table' || !query.baseline || query.top) {
    return null;
  }
  const window = windowOf(request, query, delaySeconds);
  const { offset, periods = 1 } = query.baseline;
  const length = (window.to - window.from) / 1000;
  const bucket = gcd(window.step, length, offset, hour);
  const hours = Math.ceil(length / hour) + 1;
  // The hours must have ended with the window, and must not reach into the previous period's.
  if (bucket < shortestBucket || offset < hours * hour || !query.measures.every(({ id }) => addsUp(id))) {
    return null;
  }
  const to = Math.ceil(window.to / 1000 / hour) * hour;
  const before = (period: number): Window => ({
    ...window,
    from: (to - hours * hour - period * offset) * 1000,
    to: (to - period * offset) * 1000,
  });
  return { windows: [before(0), ...Array.from({ length: periods }, (_, index) => before(index + 1))], bucket };
}

/** Whether a measure over several windows follows from the sums of each. */
const addsUp = (id: MeasureId): boolean => Object.values(notAddingUp(id)).every((fields) => fields.length === 0);

/** Writes the fact's parts as formulas over sums, and the sums. */
function summed(
  context: Context,
  plan: MeasurePlan,
  fact: FactId,
  areSums = false
): { sums: Output[]; parts: Output[] } {
  const sums = new Map<string, Output>();
  const writer = writerOf({
    areSums,
    summed: (aggregate) => columnFor(sums, '_sum_', aggregate, {}),
    quantile: refused,
    distinct: refused,
  });
  const parts = partsOf(context, plan, fact, writer);
  return { sums: [...sums.values()], parts };
}

function refused(): never {
  throw new Error('it does not add up');
}

const sumsColumn = 'sums';

/** Selects one row per group over all windows of the block, with its sums by bucket. */
export function blockSums(context: Context, plan: MeasurePlan, fact: FactId, { bucket }: Block): Select {
  const step = minuteStep(context, plan, fact, bucket);
  const { sums } = summed(context, plan, fact, step !== undefined);
  const { query, columns } = filteredRows(context, fact, plan.groupBy, plan.filters, rowFieldsOf(fact, plan.parts), {
    step,
  });
  const begin = context.parameters.named('from', 'Int64', nanoseconds(context.window.from));
  const since = infix('-', call('toUnixTimestamp64Nano', column(rowTime)), begin);
  const buckets: Select = {
    kind: 'select',
    columns: [
      ...plan.groupBy.map(same),
      { as: '_bucket', value: call('intDiv', since, number(bucket * 1e9)) },
      ...sums.map(({ as, value }) => ({ as, value: call('toFloat64', value) })),
    ],
    from: from(aligned(context, query, columns, plan.query.baseline?.offset ?? 0)),
    groupBy: [...plan.groupBy, '_bucket'].map((name) => column(name)),
  };
  return {
    kind: 'select',
    columns: [
      ...plan.groupBy.map(same),
      {
        as: sumsColumn,
        value: parametricCall('groupArray', [], call('tuple', column('_bucket'), ...sums.map(({ as }) => column(as)))),
      },
    ],
    from: from(buckets),
    groupBy: plan.groupBy.map((id) => column(id)),
    orderBy: plan.groupBy.map((id) => ({ by: column(id), direction: 'ASC' })),
  };
}

const labelsName = (fact: number, label: number): string => `before_${fact}_label_${label}`;
const sumsName = (fact: number, sum: number): string => `before_${fact}_sum_${sum}`;

/** Selects one row per group of the baseline windows, from the sums that come as parameters. */
export function broughtBaseline(context: Context, plan: MeasurePlan, fact: FactId): Select {
  const { sums, parts } = summed(context, plan, fact);
  const place = plan.facts.indexOf(fact);
  const brought = (as: string, name: string, type: string): Output => {
    context.parameters.named(name, type, '[]');
    return { as, value: parameter(name, type) };
  };
  return {
    kind: 'select',
    columns: [{ as: baselineColumn, value: number(1) }, ...plan.groupBy.map(same), ...parts],
    from: table('system', 'one'),
    arrayJoin: [
      ...plan.groupBy.map((id, index) => brought(id, labelsName(place, index), 'Array(String)')),
      ...sums.map(({ as }, index) => brought(as, sumsName(place, index), 'Array(Nullable(Float64))')),
    ],
  };
}

/**
 * Computes the parameters of `broughtBaseline` for a query's window from the answers to `blockSums`, one per fact. Returns
 * null if they are larger than a server accepts.
 */
export function broughtParameters(
  answers: readonly Answer[],
  { windows: [hours], bucket }: Block,
  window: Window
): Record<string, string> | null {
  const first = (window.from - hours.from) / 1000 / bucket;
  const end = first + (window.to - window.from) / 1000 / bucket;
  const params: Record<string, string> = {};
  answers.forEach(({ columns, rows }, fact) => {
    const labels = columns.length - 1;
    const groups = rows.flatMap((row) => {
      const within = (row[labels] as unknown[][]).filter(([at]) => Number(at) >= first && Number(at) < end);
      return within.length > 0 ? [{ row, totals: totalsOf(within) }] : [];
    });
    for (let label = 0; label < labels; label++) {
      params[labelsName(fact, label)] = escapeArrayParameter(groups.map(({ row }) => String(row[label])));
    }
    groups[0]?.totals.forEach((_, sum) => {
      params[sumsName(fact, sum)] = `[${groups.map(({ totals }) => totals[sum] ?? 'NULL').join(',')}]`;
    });
  });
  return Object.values(params).every((value) => value.length < mostBytes) ? params : null;
}

/** Adds up rows of a bucket and its sums. The sum of no values is null. */
function totalsOf(buckets: readonly unknown[][]): (number | null)[] {
  const [, ...sums] = buckets[0] ?? [];
  return sums.map((_, index) => {
    const values = buckets.map((row) => row[index + 1]).filter((value) => value !== null);
    return values.length > 0 ? values.reduce<number>((total, value) => total + Number(value), 0) : null;
  });
}
