import { combine, infix, number, table, type Expression } from '../../sql/nodes.ts';
import type { TableDescription } from '../description.ts';
import type { Bounds, Rows } from './layout.ts';

/** Whether a row is in one of the times. */
export function inAny(times: readonly Bounds[], within: (bounds: Bounds) => Expression): Expression {
  return combine('OR', times.map(within)) ?? number(0);
}

/** Adds conditions to rows. */
export function withConditions(rows: Rows, conditions: readonly (Expression | undefined)[]): Rows {
  const where = combine(
    'AND',
    [rows.where, ...conditions].filter((condition) => condition !== undefined)
  );
  return { ...rows, ...(where ? { where } : {}) };
}

/** Whether a column's value is in a time range. */
export const between =
  (time: Expression) =>
  ({ from, to }: Bounds): Expression =>
    infix('AND', infix('>=', time, from), infix('<', time, to));

/** Selects rows of one table by their time, before any other column is read. */
export const rowsOf =
  ({ path, isView }: Pick<TableDescription, 'path' | 'isView'>, within: (bounds: Bounds) => Expression) =>
  (times: readonly Bounds[]): Rows => ({
    from: table(...path),
    [isView ? 'where' : 'prewhere']: inAny(times, within),
  });
