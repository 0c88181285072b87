import type { Aggregates, ReadRow } from '../../catalogue/measures/measure.ts';
import type { RowFieldId } from '../../catalogue/rowfields.ts';
import { call, column, infix, number, parametricCall, text, type Expression, type Output } from '../../sql/nodes.ts';

/**
 * Writes the aggregates over rows of one fact.
 *
 * `weight` is the number of spans that a row represents, `counted` whether it counts itself; undefined if each counts as one.
 */
export type Writer = (
  field: ReadRow<RowFieldId>,
  weight: Expression | undefined,
  counted: Expression | undefined
) => Aggregates;

/** How individual aggregates are written: `summed` receives a sum or a count of rows. */
export interface Taken {
  summed: (aggregate: Expression) => Expression;
  quantile: (level: number, value: Expression) => Expression;
  distinct: (value: Expression) => Expression;
  /** The mean of rows that are one span each; if left out, it is the sum divided by the count. */
  mean?: (value: Expression) => Expression;
}

export const writerOf =
  ({ summed, quantile, distinct, mean }: Taken): Writer =>
  (field, weight, counted) => {
    const factors = [weight, counted].filter((factor) => factor !== undefined);
    const rows = factors.length === 0 ? undefined : factors.length === 1 ? factors[0] : infix('*', ...factors);
    const count = (condition?: Expression): Expression => {
      if (!rows) {
        return summed(condition ? call('countIf', condition) : call('count'));
      }
      return summed(condition ? call('sumIf', rows, condition) : call('sum', rows));
    };
    const sum = (value: Expression): Expression => summed(call('sum', weight ? infix('*', value, weight) : value));
    const ratio = (numerator: Expression, denominator: Expression): Expression =>
      infix('/', numerator, call('nullIf', denominator, number(0)));
    return {
      field,
      count,
      sum,
      mean: (value) => (!rows && mean ? mean(value) : ratio(sum(value), count(call('isNotNull', value)))),
      quantile,
      distinct,
      ratio,
    };
  };

/** Finds or adds the column of an expression, so that equal expressions share one column. */
export function columnFor<More extends object>(
  columns: Map<string, Output & More>,
  prefix: string,
  value: Expression,
  more: More
): Expression {
  const key = JSON.stringify(value);
  const known = columns.get(key) ?? { as: `${prefix}${columns.size}`, value, ...more };
  columns.set(key, known);
  return column(known.as);
}

/** Writes aggregates directly over the rows. */
export const aggregates: Writer = writerOf({
  summed: (aggregate) => aggregate,
  quantile: (level, value) => parametricCall('quantileExactInclusive', [number(level)], value),
  distinct: (value) => call('uniqExact', call('nullIf', value, text(''))),
  mean: (value) => call('avg', value),
});

/**
 * Writes aggregates over rows of several periods of which sums are taken together. Distinct texts add up over periods,
 * and a quantile is the mean of those of the periods that have values. `period` is a column below `periods`.
 */
export const aggregatesByPeriod = (period: Expression, periods: number): Writer =>
  writerOf({
    summed: (aggregate) => aggregate,
    quantile: (level, value) =>
      call(
        'arrayReduce',
        text('avg'),
        parametricCall(
          'quantileExactInclusiveOrNullResample',
          [level, 0, periods, 1].map(number),
          value,
          call('toUInt8', period)
        )
      ),
    distinct: (value) => call('uniqExactIf', call('tuple', period, value), infix('!=', value, text(''))),
    mean: (value) => call('avg', value),
  });
