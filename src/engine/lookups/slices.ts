import { bound, type Context } from '../compile/context/context.ts';
import type { Bounds } from '../source/layouts/layout.ts';
import { call, column, infix, lambda, number, parameter, type Expression } from '../sql/nodes.ts';
import { nanoseconds, type Window } from '../window.ts';

const hour = 3_600_000;
const day = 24 * hour;

/** Spans are written when they end, and some end late: an hour is closed a quarter of an hour after its end. */
const settling = hour / 4;

/** Just after midnight a day has shown too little of what it will hold. */
const shortest = day / 4;

/**
 * What a census is taken of: days that are over, the hours of today that are over, and the time that is still written.
 *
 *   a week ago                              midnight UTC        the open hour    now
 *      │  closed days, each asked once         │  closed hours        │   open    │
 *      └───────────────────────────────────────┴── each once ─────────┴─ again and again
 *
 * A slice is a number: of days since 1970, or of hours, which are more.
 */
export interface Slices {
  closed: readonly number[];
  open: Window | null;
}

/** The greatest number of a day; that of an hour is greater since 1981. */
const mostDays = 100_000;

/** Whether a closed slice is a whole day. */
export const isDay = (slice: number): boolean => slice < mostDays;

/** The slices of the whole days of the windows, so that all panels of a dashboard share them. `now` is epoch milliseconds. */
export function slicesOf(windows: readonly Window[], now: number): Slices {
  const openFrom = Math.floor((now - settling) / hour) * hour;
  const today = Math.floor(openFrom / day);
  const days = new Set<number>();
  for (const { from, to } of windows) {
    const end = Math.min(to, now);
    const first = Math.floor(Math.min(from, end - shortest) / day);
    const last = Math.ceil(end / day) - 1;
    for (let one = first; one <= last; one++) {
      days.add(Math.min(one, today));
    }
  }
  const hours = Array.from({ length: (openFrom - today * day) / hour }, (_, index) => (today * day) / hour + index);
  return {
    closed: [...[...days].filter((one) => one < today).sort((a, b) => a - b), ...(days.has(today) ? hours : [])],
    open: days.has(today) ? { from: openFrom, to: openFrom + 2 * hour, step: hour / 1000, delay: 0 } : null,
  };
}

/** Each closed day by itself, then the closed hours, which are no more than a day, and the open time. */
export function oneByOne({ closed, open }: Slices): Slices[] {
  const hours = closed.filter((slice) => !isDay(slice));
  return [
    ...closed.filter(isDay).map((one) => ({ closed: [one], open: null })),
    ...(hours.length > 0 ? [{ closed: hours, open: null }] : []),
    ...(open ? [{ closed: [], open }] : []),
  ];
}

/**
 * The slices of a window alone: of its last day only the hours until its end, so that what is written afterwards does not
 * change what is known of it.
 */
export function slicesWithin({ from, to }: Pick<Window, 'from' | 'to'>, now: number): Slices {
  const openFrom = Math.floor((now - settling) / hour) * hour;
  const lastDay = Math.min(Math.floor(to / day), Math.floor(openFrom / day));
  const range = (first: number, end: number): number[] =>
    Array.from({ length: Math.max(0, end - first) }, (_, index) => first + index);
  const days = range(Math.floor(from / day), lastDay);
  const hours = range((lastDay * day) / hour, Math.min(Math.ceil(to / hour), openFrom / hour));
  const open = { from: openFrom, to: openFrom + 2 * hour, step: hour / 1000, delay: 0 };
  return { closed: [...days, ...hours], open: to > openFrom ? open : null };
}

/** The whole days that windows lie in, as few ranges: what is the same for all queries of those days. */
export function daysOf(windows: readonly Window[]): { from: number; to: number }[] {
  const ranges: { from: number; to: number }[] = [];
  const days = windows.map(({ from, to }) => ({ from: Math.floor(from / day) * day, to: Math.ceil(to / day) * day }));
  for (const range of days.sort((a, b) => a.from - b.from)) {
    const last = ranges[ranges.length - 1];
    if (last && range.from <= last.to) {
      last.to = Math.max(last.to, range.to);
    } else {
      ranges.push(range);
    }
  }
  return ranges;
}

/** When rows are looked for, and the slice that a row of that time is in. */
export interface Times {
  bounds: readonly Bounds[];
  slice: (time: Expression) => Expression;
  /** Whether a slice is one of those that are asked for. */
  isAsked: (slice: Expression) => Expression | undefined;
}

/** The parameter that lists closed slices: a host may ask for any of them. */
export const slicesParameter = 'slices';

/** The column of an answer that tells a row's slice. */
export const sliceColumn = '_slice';

/** The number of the open time. */
export const openSlice = 0;

const asked = parameter(slicesParameter, 'Array(Int64)');
const secondsOf = (slice: Expression, ofDay: number): Expression =>
  call('if', infix('<', slice, number(mostDays)), number(ofDay), number(hour / 1000));
const startOf = (slice: Expression): Expression => infix('*', slice, secondsOf(slice, day / 1000));
const instant = (seconds: Expression): Expression => call('fromUnixTimestamp64Nano', infix('*', seconds, number(1e9)));

export const closedTimes: Times = {
  bounds: [
    {
      from: instant(call('arrayMin', lambda(['p'], startOf(column('p'))), asked)),
      to: instant(
        call('arrayMax', lambda(['p'], infix('+', startOf(column('p')), secondsOf(column('p'), day / 1000))), asked)
      ),
    },
  ],
  slice: (time) => {
    const whole = (milliseconds: number): Expression =>
      call('toInt64', call('intDiv', call('toUnixTimestamp', time), number(milliseconds / 1000)));
    return call('if', call('has', asked, whole(day)), whole(day), whole(hour));
  },
  isAsked: (slice) => call('has', asked, slice),
};

export const openTimes = (context: Context, { from, to }: Window): Times => ({
  bounds: [{ from: bound(context, 'from', nanoseconds(from)), to: bound(context, 'to', nanoseconds(to)) }],
  slice: () => call('toInt64', number(openSlice)),
  isAsked: () => undefined,
});
