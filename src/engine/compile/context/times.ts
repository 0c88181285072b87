import { rowField, rowTime } from './columnnames.ts';
import { bound, type Context } from './context.ts';
import type { Bounds } from '../../source/layouts/layout.ts';
import { between, inAny } from '../../source/layouts/rows.ts';
import { call, column, infix, number, type Expression } from '../../sql/nodes.ts';
import { nanoseconds, type Window } from '../../window.ts';

/** Returns the query's window and its baseline windows, each extended by the given seconds before and after. */
export function timesOf(context: Context, before = 0, after = 0): Bounds[] {
  const name = (what: string, index: number, seconds: number) =>
    `${what}${index === 0 ? '' : `_${index}`}${seconds === 0 ? '' : `_padded${seconds}`}`;
  return [context.window, ...context.baselines].map(({ from, to }: Window, index) => ({
    from: bound(context, name('from', index, before), nanoseconds(from - before * 1000)),
    to: bound(context, name('to', index, after), nanoseconds(to + after * 1000)),
  }));
}

/** Whether `time`, a DateTime64(9), is in the query's window or in a baseline window. */
export function inWindow(context: Context, time: Expression): Expression {
  return inAny(timesOf(context), between(time));
}

/** Returns the times at which scores that belong to the windows may be given. */
export const scoreTimes = (context: Context): Bounds[] =>
  timesOf(context, 0, context.scoresBySpan ? context.settings.evaluationLagSeconds : 0);

/** When a row's span ended, or when it began if the table has no end. */
export const rowEnd: Expression = infix(
  '+',
  column(rowTime),
  call(
    'toIntervalMicrosecond',
    call('toInt64', infix('*', call('ifNull', column(rowField('seconds')), number(0)), number(1e6)))
  )
);
