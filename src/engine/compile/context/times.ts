import { rowField, rowTime } from './columnnames.ts';
import { bound, type Context } from './context.ts';
import { hourOf, tierParameters } from './tier.ts';
import type { Bounds } from '../../source/layouts/layout.ts';
import { between, inAny } from '../../source/layouts/rows.ts';
import { call, column, infix, number, type Expression } from '../../sql/nodes.ts';
import { movedByDays } from './zone.ts';
import { nanoseconds, type Window } from '../../window.ts';

/**
 * Returns the windows that are read: the query's and its baseline's, each extended by the given seconds before and after. Of
 * open hours it is two ranges, on both sides of their widest gap.
 */
export const timesOf = (context: Context, before = 0, after = 0): Bounds[] =>
  context.onlyOpen ? openTimes(context, before, after) : readWindows(context, before, after);

/** The views, which read no closed hours, fill those of one range. */
const openTimes = ({ tier }: Context, before: number, after: number): Bounds[] =>
  tierParameters.openTimes(before, after).slice(tier ? 0 : 1);

const readWindows = (context: Context, before = 0, after = 0): Bounds[] =>
  windowsOf(context, before, after).slice(context.apart ? 1 : 0);

/** Returns the query's window and its baseline windows, read or not. */
export function windowsOf(context: Context, before = 0, after = 0): Bounds[] {
  const name = (what: string, index: number, seconds: number) =>
    `${what}${index === 0 ? '' : `_${index}`}${seconds === 0 ? '' : `_padded${seconds}`}`;
  return [context.window, ...context.baselines].map(({ from, to }: Window, index) =>
    index > 0 && context.zone !== undefined && context.days !== undefined
      ? sameClockTime(context, context.zone, -index * context.days, before, after)
      : {
          from: bound(context, name('from', index, before), nanoseconds(from - before * 1000)),
          to: bound(context, name('to', index, after), nanoseconds(to + after * 1000)),
        }
  );
}

/** The shortest day of a zone, in milliseconds: clocks go forward by an hour at most. */
const shortestDay = 23 * 3_600_000;

/** Whether windows are of days, which may be longer than others by a change of clocks. Shorter windows keep their length. */
export const isOfDays = ({ window }: Pick<Context, 'window'>): boolean => window.to - window.from >= shortestDay;

/** Returns the window that ends at the same time of the zone's clock some days later. */
function sameClockTime(context: Context, zone: string, days: number, before: number, after: number): Bounds {
  const { from, to } = context.window;
  const least = call('toIntervalMillisecond', number(1));
  // The clock at the end is that of the last moment before it, on which it may change.
  const last = infix('-', bound(context, 'to', nanoseconds(to)), least);
  const end = infix('+', movedByDays(last, number(days), zone), least);
  const begin = isOfDays(context)
    ? movedByDays(bound(context, 'from', nanoseconds(from)), number(days), zone)
    : infix('-', end, call('toIntervalMillisecond', number(to - from)));
  const extended = (time: Expression, seconds: number): Expression =>
    seconds === 0 ? time : infix('+', time, call('toIntervalSecond', number(seconds)));
  return { from: extended(begin, -before), to: extended(end, after) };
}

/** Whether `time`, a DateTime64(9), is in the query's window or in a baseline window, and in an open hour where only those are read. */
export function inWindow(context: Context, time: Expression): Expression {
  const within = inAny(readWindows(context), between(time));
  return context.onlyOpen ? infix('AND', within, infix('IN', hourOf(time), tierParameters.open)) : within;
}

/** Returns the times at which scores that belong to the windows may be given. */
export function scoreTimes(context: Context): Bounds[] {
  const { onlyOpen, scoresBySpan, scoresAround = 0, settings } = context;
  const lag = scoresBySpan ? settings.evaluationLagSeconds : 0;
  return onlyOpen && scoresBySpan
    ? [...timesOf(context, scoresAround, scoresAround), ...afterWindows(context, scoresAround)]
    : timesOf(context, scoresAround, scoresAround + lag);
}

/** Returns the times after the windows, or from some seconds before, in which scores of their last spans may be given. */
function afterWindows(context: Context, before = 0): Bounds[] {
  const [within, later] = [windowsOf(context), windowsOf(context, 0, context.settings.evaluationLagSeconds)];
  return within.map(({ to }, index) => ({
    from: before === 0 ? to : infix('-', to, call('toIntervalSecond', number(before))),
    to: (later[index] as Bounds).to,
  }));
}

/** Whether a score was given where only open hours are read: in one of them, or after the windows. */
export const isOpenScore = (context: Context, time: Expression): Expression =>
  infix('OR', inWindow(context, time), inAny(afterWindows(context), between(time)));

/** Returns the times, from some seconds before the windows, of the spans that scores of `scoreTimes` are about. */
export const scoredTimes = (context: Context, before: number, after = 0): Bounds[] => [
  ...timesOf(context, before, after),
  ...(context.onlyOpen && context.scoresBySpan ? [endOfWindow(context)] : []),
];

/** Returns the time in which spans begin that may get scores after the window. */
function endOfWindow(context: Context): Bounds {
  const { settings, window } = context;
  const from = nanoseconds(window.to - settings.evaluationLagSeconds * 1000);
  return { from: bound(context, 'last_from', from), to: bound(context, 'to', nanoseconds(window.to)) };
}

/** When a row's span ended, or when it began if the table has no end. */
export const rowEnd: Expression = infix(
  '+',
  column(rowTime),
  call(
    'toIntervalMicrosecond',
    call('toInt64', infix('*', call('ifNull', column(rowField('seconds')), number(0)), number(1e6)))
  )
);
