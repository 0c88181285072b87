import { combine, infix, number, table, type Expression } from '../../sql/nodes.ts';
import type { Bounds, Rows } from './layout.ts';

/** In one of the times. */
export function inAny(times: readonly Bounds[], within: (bounds: Bounds) => Expression): Expression {
  return combine('OR', times.map(within)) ?? number(0);
}

/** The rows that satisfy the conditions as well. */
export function withConditions(rows: Rows, conditions: readonly (Expression | undefined)[]): Rows {
  const where = combine(
    'AND',
    [rows.where, ...conditions].filter((condition) => condition !== undefined)
  );
  return { ...rows, ...(where ? { where } : {}) };
}

/** A column's value in a time. */
export const between =
  (time: Expression) =>
  ({ from, to }: Bounds): Expression =>
    infix('AND', infix('>=', time, from), infix('<', time, to));

/** Rows of one table, found by its time before anything else is read of them. */
export const rowsOf =
  (path: readonly string[], within: (bounds: Bounds) => Expression) =>
  (times: readonly Bounds[]): Rows => ({ from: table(...path), prewhere: inAny(times, within) });
