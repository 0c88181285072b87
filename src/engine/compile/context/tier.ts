import type { Statement } from '../../host.ts';
import type { Bounds } from '../../source/layouts/layout.ts';
import type { ClosedHours, Tier } from '../../source/tier.ts';
import { escapeParameter } from '../../sql/escape.ts';
import { call, infix, number, parameter, type Expression } from '../../sql/nodes.ts';
import { nanoseconds, type Window } from '../../window.ts';

const hour = 3_600_000;
type Range = Pick<Window, 'from' | 'to'>;

/**
 * Which hours of a query's windows are read from the table of calls, and which from the spans.
 *
 *     window    ├──────────────────────────────────────────┤
 *     closed  ┌───┬───┬───┬───┐       ┌───┬───┬───┐
 *     open    ·   ·   ·   ·   └───────┘   ·   ·   └────────┤   read from the spans, whole or cut by the window
 *
 * It depends on the window's position, so that only parameters tell it: a plan is moved without being made again.
 */
export interface TierUse {
  tier: Tier;
  /** Whether any hour is open: otherwise the statement does not read the spans. */
  hasOpen: boolean;
  /** Whether whole hours are read from the table of minutes, as many as it has. */
  hasMinutes: boolean;
  params: Record<string, string>;
}

/** Returns undefined where no hour of the windows is closed, so that the table of calls has nothing to say. */
export function tierUse(tier: Tier | undefined, windows: readonly Range[]): TierUse | undefined {
  if (!tier) {
    return undefined;
  }
  const wanted = hoursOf(windows);
  const isIn = (hours: ClosedHours, at: number): boolean => hours.some(([from, to]) => from <= at && at < to);
  const isClosed = (at: number): boolean => isIn(tier.closed, at);
  const isWhole = (at: number): boolean => windows.some(({ from, to }) => from <= at * hour && (at + 1) * hour <= to);
  const open = wanted.filter((at) => !isClosed(at));
  if (open.length === wanted.length) {
    return undefined;
  }
  const [first, end] = [Math.min(...wanted), Math.max(...wanted) + 1];
  const [earlier, later] = apart(open);
  const [earlierTimes, laterTimes] = [timeOf(earlier, windows), timeOf(later, windows)];
  const count = tier.closed.reduce(
    (sum, [from, to]) => sum + Math.max(0, Math.min(to, end) - Math.max(from, first)),
    0
  );
  const closed = wanted.filter(isClosed);
  const minutes = new Set(closed.filter((at) => isIn(tier.added ?? [], at) && isWhole(at)));
  return {
    tier,
    hasOpen: open.length > 0,
    // Keeps the statement's text while hours close and a window moves: one of two hours always has a whole one.
    hasMinutes: (tier.added ?? []).length > 0 && windows.some(({ from, to }) => to - from >= 2 * hour),
    params: {
      tier_version: escapeParameter(tier.version),
      tier_open: `[${open.join(',')}]`,
      tier_open_from: nanoseconds(laterTimes.from),
      tier_open_to: nanoseconds(laterTimes.to),
      tier_earlier_from: nanoseconds(earlierTimes.from),
      tier_earlier_to: nanoseconds(earlierTimes.to),
      tier_first: String(first),
      tier_end: String(end),
      tier_closed: String(count),
      tier_hours: `[${closed.join(',')}]`,
      tier_minutes: `[${[...minutes].join(',')}]`,
      tier_besides: `[${closed.filter((at) => !minutes.has(at)).join(',')}]`,
      tier_minutes_version: escapeParameter(tier.minutesVersion ?? ''),
    },
  };
}

/**
 * Splits open hours at their widest gap. Of 90 days of which the last 30 were filled, the first 60 and the current hour are open:
 * one range of both would read all that is closed between them, too.
 */
function apart(open: readonly number[]): [number[], number[]] {
  const sorted = [...open].sort((one, other) => one - other);
  const gaps = sorted.map((at, index) => at - (sorted[index - 1] ?? at));
  const widest = Math.max(0, ...gaps);
  const split = widest > 1 ? gaps.indexOf(widest) : 0;
  return [sorted.slice(0, split), sorted.slice(split)];
}

/** Where a range of no hours is: before any span, and far enough from 1970 for what is read around it, which some columns cannot name. */
export const longAgo = Date.UTC(1980, 0, 1);

/** The time from the first to the last of some hours, as far as windows reach; nothing, long ago, of none. */
function timeOf(hours: readonly number[], windows: readonly Range[]): Range {
  const [first, last] = [hours[0], hours[hours.length - 1]];
  if (first === undefined || last === undefined) {
    return { from: longAgo, to: longAgo };
  }
  return {
    from: Math.max(first * hour, Math.min(...windows.map(({ from }) => from))),
    to: Math.min((last + 1) * hour, Math.max(...windows.map(({ to }) => to))),
  };
}

/** What of the use of the table of calls is in a statement's text; the rest are parameters. */
export const kindOf = (use: TierUse | undefined): string[] =>
  use
    ? [
        JSON.stringify([
          ...[use.tier.calls.path, use.tier.hours.path, use.tier.minutes?.path],
          ...[use.hasOpen, use.hasMinutes],
        ]),
      ]
    : [];

/** Says which hours are closed now to a statement that was made when others were. */
export const withHours = (use: TierUse | undefined, statement: Statement): Statement =>
  use && Object.keys(use.params).every((name) => name in statement.params)
    ? { ...statement, params: { ...statement.params, ...use.params } }
    : statement;

/** The hours that windows lie in, as numbers of hours since 1970, each once. */
function hoursOf(windows: readonly Range[]): number[] {
  const all = new Set<number>();
  for (const { from, to } of windows) {
    for (let at = Math.floor(from / hour); at * hour < to; at++) {
      all.add(at);
    }
  }
  return [...all];
}

const instant = (name: string): Expression => call('fromUnixTimestamp64Nano', parameter(name, 'Int64'));
const shifted = (time: Expression, seconds: number): Expression =>
  seconds === 0 ? time : infix('+', time, call('toIntervalSecond', number(seconds)));

/** The parameters of `tierUse`, as a statement reads them. */
export const tierParameters = {
  version: parameter('tier_version', 'String'),
  open: parameter('tier_open', 'Array(Int64)'),
  first: parameter('tier_first', 'Int64'),
  end: parameter('tier_end', 'Int64'),
  closed: parameter('tier_closed', 'UInt64'),
  hours: parameter('tier_hours', 'Array(Int64)'),
  minutes: parameter('tier_minutes', 'Array(Int64)'),
  besides: parameter('tier_besides', 'Array(Int64)'),
  minutesVersion: parameter('tier_minutes_version', 'String'),
  openTimes: (before: number, after: number): Bounds[] =>
    ['tier_earlier', 'tier_open'].map((name) => ({
      from: shifted(instant(`${name}_from`), -before),
      to: shifted(instant(`${name}_to`), after),
    })),
} as const;

/** The number of the hour since 1970 of a time. */
export const hourOf = (time: Expression): Expression =>
  call('toInt64', call('intDiv', call('toUnixTimestamp', time), number(hour / 1000)));
