import { rowTime } from '../../context/columnnames.ts';
import { bound, type Context } from '../../context/context.ts';
import { timeBefore } from './windows.ts';
import { call, column, from, infix, over, same, type Expression, type Query, type Select } from '../../../sql/nodes.ts';
import { nanoseconds } from '../../../window.ts';

/** A context that also reads the time before the window. Parts that were made once for the window are not those of both. */
export const withTimeBefore = (context: Context): Context => ({
  ...context,
  baselines: [timeBefore(context.window)],
  made: new Map(),
});

/** When the window begins. */
export const start = (context: Context): Expression => bound(context, 'from', nanoseconds(context.window.from));

/**
 * Selects what was used by whom, from rows of the window and the time before it: one row per `user` and `used`, with
 *
 * - `first`, `last`: when it was first and last seen
 * - `rows`, `inside`: how many rows there are, and what those of the window stand for
 * - `user_first`, `user_last`: when the user was first and last seen, whatever it used
 */
export function usedBy(
  context: Context,
  rows: Query,
  [user, ...used]: readonly [string, ...string[]],
  count: (condition?: Expression) => Expression,
  where?: Expression
): Select {
  const seen: Select = {
    kind: 'select',
    columns: [
      ...[user, ...used].map(same),
      { as: 'first', value: call('min', column(rowTime)) },
      { as: 'last', value: call('max', column(rowTime)) },
      { as: 'rows', value: call('count') },
      { as: 'inside', value: count(infix('>=', column(rowTime), start(context))) },
    ],
    from: from(rows),
    ...(where ? { where } : {}),
    groupBy: [user, ...used].map((name) => column(name)),
  };
  return {
    kind: 'select',
    columns: [
      { as: '*', value: column('*') },
      { as: 'user_first', value: over(call('min', column('first')), [column(user)], []) },
      { as: 'user_last', value: over(call('max', column('last')), [column(user)], []) },
    ],
    from: from(seen),
  };
}

/** Whether it was first seen in the window, in enough rows, while its user had been seen before. */
export const isStarted = (context: Context, minimum: Expression): Expression =>
  infix(
    'AND',
    infix('>=', column('first'), start(context)),
    infix('>', column('first'), column('user_first')),
    infix('>=', column('inside'), minimum)
  );
