import type { Aggregates, ReadRow } from '../../catalogue/measures/measure.ts';
import { measures, type MeasureId } from '../../catalogue/measures/index.ts';
import type { RowFieldId } from '../../catalogue/rowfields.ts';
import { rowField } from '../context/columnnames.ts';
import { groupColumns } from '../rows/minuterows.ts';
import {
  call,
  column,
  infix,
  nothing,
  number,
  parametricCall,
  text,
  type Expression,
  type Output,
} from '../../sql/nodes.ts';

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
  /** Whether the rows' numbers are sums over what they stand for, so that they are not weighted again. */
  areSums?: boolean;
}

export const writerOf =
  ({ summed, quantile, distinct, mean, areSums = false }: Taken): Writer =>
  (field, weight, counted) => {
    const factors = [weight, counted].filter((factor) => factor !== undefined);
    const rows = factors.length === 0 ? undefined : factors.length === 1 ? factors[0] : infix('*', ...factors);
    const count = (condition?: Expression): Expression => {
      if (!rows) {
        return summed(condition ? call('countIf', condition) : call('count'));
      }
      return summed(condition ? call('sumIf', rows, condition) : call('sum', rows));
    };
    const sum = (value: Expression): Expression =>
      summed(call('sum', weight && !areSums ? infix('*', value, weight) : value));
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

/** Writes aggregates over rows that stand for several calls, and have the values of which quantiles are asked beside them. */
export const aggregatesOfGroups: Writer = writerOf({
  summed: (aggregate) => aggregate,
  quantile: (level, value) => {
    const field = nameOf(value);
    const exact = parametricCall(
      'quantileExactWeightedInterpolatedArray',
      [number(level)],
      column(groupColumns.values(field)),
      column(groupColumns.counts(field))
    );
    return call('if', call('isNaN', exact), nothing, exact);
  },
  distinct: (value) => call('uniqExactArray', column(groupColumns.ids(nameOf(value)))),
  areSums: true,
});

/** Reads back the field of a column that a formula was given. */
const nameOf = (value: Expression): string =>
  value.kind === 'column' ? (value.path[value.path.length - 1] ?? '').slice(1) : '';

/** What of a measure does not add up over parts of the calls: the fields of its quantiles, and of distinct texts. */
export function notAddingUp(id: MeasureId): { quantiles: string[]; distinct: string[] } {
  const { over, formula } = measures[id];
  const parts = { quantiles: [] as string[], distinct: [] as string[] };
  const note = (kind: keyof typeof parts, value: Expression): Expression => {
    parts[kind].push(nameOf(value));
    return nothing;
  };
  for (const one of over ?? []) {
    const { quantiles, distinct } = notAddingUp(one as MeasureId);
    parts.quantiles.push(...quantiles);
    parts.distinct.push(...distinct);
  }
  const writer = writerOf({
    summed: (aggregate) => aggregate,
    quantile: (_, value) => note('quantiles', value),
    distinct: (value) => note('distinct', value),
  });
  formula(
    writer((name) => column(rowField(name)), undefined, undefined),
    number(0)
  );
  return parts;
}
