import type { Aggregates } from '../catalogue/measures/measure.ts';
import { call, infix, number, parametricCall, text, type Expression } from '../sql/nodes.ts';

/**
 * Aggregates over rows of one fact.
 *
 * `weight` is how many spans a row stands for, `counted` whether it is one itself; undefined where every row is one.
 */
export function aggregates(
  field: (name: string) => Expression,
  weight: Expression | undefined,
  counted: Expression | undefined
): Aggregates {
  const factors = [weight, counted].filter((factor) => factor !== undefined);
  const rows = factors.length === 0 ? undefined : factors.length === 1 ? factors[0] : infix('*', ...factors);
  const weighted = (value: Expression): Expression => (weight ? infix('*', value, weight) : value);
  const count = (condition?: Expression): Expression => {
    if (!rows) {
      return condition ? call('countIf', condition) : call('count');
    }
    return condition ? call('sumIf', rows, condition) : call('sum', rows);
  };
  const ratio = (numerator: Expression, denominator: Expression): Expression =>
    infix('/', numerator, call('nullIf', denominator, number(0)));
  return {
    field,
    count,
    sum: (value) => call('sum', weighted(value)),
    mean: (value) =>
      rows ? ratio(call('sum', weighted(value)), call('sumIf', rows, call('isNotNull', value))) : call('avg', value),
    quantile: (level, value) => parametricCall('quantileExactInclusive', [number(level)], value),
    distinct: (value) => call('uniqExact', call('nullIf', value, text(''))),
    ratio,
  };
}
