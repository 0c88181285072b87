import type { FactId } from '../../catalogue/facts.ts';
import { baselineColumn, partsOf, timeColumn } from '../../compile/measures/aggregate.ts';
import { rowTime } from '../../compile/context/columnnames.ts';
import type { Context } from '../../compile/context/context.ts';
import { gcd } from '../../gcd.ts';
import type { MeasurePlan } from '../../compile/measures/plan.ts';
import {
  array,
  call,
  column,
  equal,
  from,
  infix,
  lambda,
  number,
  over,
  same,
  text,
  type Expression,
  type Output,
  type Query,
  type Select,
} from '../../sql/nodes.ts';
import type { Baseline } from './baseline.ts';
import { own, Partials } from './partials.ts';
import type { Sliding } from './schedule.ts';

/** The end of a bucket, and of the window that ends there, in buckets since 1970. */
const end = '_end';
const next = '_next';
const rowsIn = '_rows';
/** 0 for the tick's own window, or the number of offsets before it. */
const period = '_period';
const before = (name: string): string => `${name}_before`;

/** Lengths in buckets, which are as wide as possible such that every window is a whole number of them. */
interface Grid {
  seconds: number;
  step: number;
  length: number;
  /** The distance of the places at which a window may end, a tick's own or a baseline's. */
  stride: number;
  baseline: Baseline | null;
}

/** All changes of clocks are by a multiple of it, in seconds. */
const clockChange = 1800;

function gridOf({ step, length }: Sliding, baseline: Baseline | null, inZone: boolean): Grid {
  const all = baseline ? [step, length, baseline.length, baseline.every, baseline.offset] : [step, length];
  const change = inZone ? [clockChange] : [];
  const seconds = gcd(...all, ...change);
  const places = baseline ? gcd(step, baseline.every, baseline.offset, ...change) : step;
  return {
    seconds,
    step: step / seconds,
    length: length / seconds,
    stride: places / seconds,
    baseline: baseline && {
      length: baseline.length / seconds,
      every: baseline.every / seconds,
      offset: baseline.offset / seconds,
      periods: baseline.periods,
    },
  };
}

/**
 * Computes a fact's parts for every group and window, as `aggregated` does for one window; `time` is the window's place.
 *
 *   rows        read once
 *     │ buckets    partial values per group and bucket
 *     │ ends       one row for every end of a window that contains a bucket
 *     │ windows    partial values of a window: window functions over the buckets before its end
 *     │ periods    with a baseline: each window is that of a tick, and a baseline window of later ones
 *   parts
 */
export function slidingParts(
  context: Context,
  plan: MeasurePlan,
  fact: FactId,
  rows: Query,
  sliding: Sliding,
  baseline: Baseline | null
): Select {
  const { zone, days } = context;
  const clock = zone !== undefined && days !== undefined ? { zone, days } : undefined;
  const grid = gridOf(sliding, baseline, clock !== undefined);
  const partials = new Partials();
  const values = partsOf(context, plan, fact, partials.aggregates);
  const buckets = bucketed(grid, plan.groupBy, rows, partials);
  const windows = slid(grid, plan.groupBy, spread(grid, plan.groupBy, buckets, partials), partials);
  return {
    kind: 'select',
    columns: [
      ...(grid.baseline
        ? [same(timeColumn), same(baselineColumn)]
        : [{ as: timeColumn, value: call('intDiv', column(end), number(grid.step)) }]),
      ...plan.groupBy.map(same),
      ...values,
    ],
    from: from(grid.baseline ? ofPeriods(grid, grid.baseline, clock, plan.groupBy, windows, partials) : windows),
    ...(grid.baseline
      ? {}
      : { where: infix('AND', isMultiple(column(end), grid.step), infix('>', column(rowsIn), number(0))) }),
  };
}

function bucketed(grid: Grid, groupBy: readonly string[], rows: Query, partials: Partials): Select {
  const nanoseconds = call('toUnixTimestamp64Nano', column(rowTime));
  const bucket = call('intDiv', nanoseconds, number(grid.seconds * 1e9));
  return {
    kind: 'select',
    columns: [
      ...groupBy.map(same),
      { as: end, value: call('toUInt32', infix('+', bucket, number(1))) },
      { as: rowsIn, value: call('count') },
      ...partials.buckets,
    ],
    from: from(rows),
    groupBy: [...groupBy.map((id) => column(id)), column(end)],
  };
}

/** Adds, after each bucket, the ends that have no bucket of their own but whose windows contain it. */
function spread(grid: Grid, groupBy: readonly string[], buckets: Select, partials: Partials): Select {
  const names = [rowsIn, ...partials.buckets.map(({ as }) => as)];
  const following = over(
    call('leadInFrame', column(end)),
    groupBy.map((id) => column(id)),
    [column(end)],
    { unit: 'ROWS', preceding: 0, following: 1 }
  );
  const reach = infix('+', column(end), number(Math.max(grid.length, grid.baseline?.length ?? 0)));
  const until = call('if', equal(column(next), number(0)), reach, call('least', column(next), reach));
  const stride = number(grid.stride);
  const firstAfter = infix('*', infix('+', call('intDiv', column(end), stride), number(1)), stride);
  const ends = call(
    'arrayConcat',
    array([column(end)]),
    call('range', call('toUInt32', firstAfter), call('toUInt32', until), stride)
  );
  const at = '_at_end';
  return {
    kind: 'select',
    columns: [
      ...groupBy.map(same),
      { as: own, value: equal(column(end), column(at)) },
      { as: at, value: column(at) },
      ...names.map(same),
    ],
    from: from({
      kind: 'select',
      columns: [...groupBy.map(same), same(end), { as: next, value: following }, ...names.map(same)],
      from: from(buckets),
    }),
    arrayJoin: [{ as: at, value: ends }],
  };
}

function slid(grid: Grid, groupBy: readonly string[], ends: Select, partials: Partials): Select {
  const sum = call('sumIf', column(rowsIn), column(own));
  const windows = (length: number, name: (as: string) => string): Output[] =>
    [{ as: rowsIn, value: sum }, ...partials.windows].map(({ as, value }) => ({
      as: name(`${as}_slid`),
      value: over(
        value,
        groupBy.map((id) => column(id)),
        [column('_at_end')],
        { unit: 'RANGE', preceding: length - 1, following: 0 }
      ),
    }));
  const { baseline } = grid;
  const apart = baseline && baseline.length !== grid.length;
  const slidWindows: Select = {
    kind: 'select',
    columns: [
      ...groupBy.map(same),
      { as: end, value: column('_at_end') },
      ...windows(grid.length, (as) => as),
      ...(apart ? windows(baseline.length, before) : []),
    ],
    from: from(ends),
  };
  const names = [rowsIn, ...partials.windows.map(({ as }) => as)];
  return {
    kind: 'select',
    columns: [
      ...groupBy.map(same),
      same(end),
      ...names.map((as) => ({ as, value: column(`${as}_slid`) })),
      ...(baseline
        ? names.map((as) => ({ as: before(as), value: column(apart ? before(`${as}_slid`) : `${as}_slid`) }))
        : []),
    ],
    from: from(slidWindows),
  };
}

/** Uses each window as that of its own tick, and as a baseline window of ticks some offsets later. */
function ofPeriods(
  grid: Grid,
  baseline: Baseline,
  clock: { zone: string; days: number } | undefined,
  groupBy: readonly string[],
  windows: Select,
  partials: Partials
): Select {
  const names = [rowsIn, ...partials.windows.map(({ as }) => as)];
  const isOwn = equal(column(period), number(0));
  const moved = infix('+', column(end), infix('*', column(period), number(baseline.offset)));
  const place = (buckets: Expression) => call('intDiv', buckets, number(grid.step));
  const ownPlaces = call('range', place(column(end)), infix('+', place(column(end)), number(1)));
  const laterPlaces = call(
    'range',
    call('toUInt32', infix('+', place(infix('-', moved, number(baseline.every))), number(1))),
    call('toUInt32', infix('+', place(moved), number(1)))
  );
  const none = call('emptyArrayUInt32');
  const later = clock
    ? placesInZone(grid, clock, moved)
    : call('if', isMultiple(moved, baseline.every), laterPlaces, none);
  const places = call('if', isOwn, call('if', isMultiple(column(end), grid.step), ownPlaces, none), later);
  const apart: Select = {
    kind: 'select',
    columns: [
      ...groupBy.map(same),
      { as: baselineColumn, value: infix('>', column(period), number(0)) },
      { as: 'places', value: places },
      ...names.map((as) => ({ as: `${as}_one`, value: call('if', isOwn, column(as), column(before(as))) })),
    ],
    from: from(windows),
    arrayJoin: [{ as: period, value: call('range', number(baseline.periods + 1)) }],
  };
  return {
    kind: 'select',
    columns: [
      ...groupBy.map(same),
      same(baselineColumn),
      same(timeColumn),
      ...partials.windows.map(({ as, merge }) => ({ as, value: merge(column(`${as}_one`)) })),
    ],
    from: from({
      kind: 'select',
      columns: [...groupBy.map(same), same(baselineColumn), same(timeColumn), ...names.map((as) => same(`${as}_one`))],
      from: from(apart),
      arrayJoin: [{ as: timeColumn, value: column('places') }],
      where: infix('>', column(`${rowsIn}_one`), number(0)),
    }),
    groupBy: [...groupBy.map((id) => column(id)), column(baselineColumn), column(timeColumn)],
  };
}

/** Finds the ticks whose baseline window ends here, at the same time of the clock: around the same distance from it. */
function placesInZone(
  { seconds, step }: Grid,
  { zone, days }: { zone: string; days: number },
  moved: Expression
): Expression {
  const changes = Array.from({ length: 9 }, (_, index) => ((index - 4) * clockChange) / seconds);
  const tick = column('tick');
  const last = (buckets: Expression): Expression => infix('-', infix('*', buckets, number(seconds)), number(1));
  const instant = call('toDateTime', last(tick), text(zone));
  const before = call('subtractDays', instant, infix('*', column(period), number(days)));
  const isEnd = equal(call('toUnixTimestamp', before), last(column(end)));
  const isTick = infix('AND', isMultiple(tick, step), isEnd);
  const near = call(
    'arrayMap',
    lambda(['change'], infix('+', moved, column('change'))),
    array([...new Set(changes)].map(number))
  );
  const place = lambda(['tick'], call('toUInt32', call('intDiv', tick, number(step))));
  return call('arrayMap', place, call('arrayFilter', lambda(['tick'], isTick), near));
}

const isMultiple = (value: Expression, of: number): Expression => equal(call('modulo', value, number(of)), number(0));
