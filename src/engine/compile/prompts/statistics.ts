import { call, column, infix, number, parametricCall, text, type Expression } from '../../sql/nodes.ts';

/** Two-sided, at 95 %. */
export const level = 0.95;
const z = 1.959963984540054;

/** Columns of the numbers that a comparison consists of, Nullable(Float64), `b` less `a`. */
export const statisticNames = ['n_a', 'n_b', 'mean_a', 'mean_b', 'difference', 'low', 'high', 'p_value'] as const;

export type Statistics = Record<(typeof statisticNames)[number], Expression>;

/**
 * Aggregates that compare a value of the rows of side `b` with those of side `a`.
 *
 * @param value Nullable number; NULL is no value
 * @param isB condition of a row, else it is of side `a`
 */
export function compared(of: 'mean' | 'share', value: Expression, isB: Expression): Statistics {
  const present = call('isNotNull', value);
  const isA = infix('AND', present, call('not', isB));
  const some = call('toFloat64', call('assumeNotNull', value));
  const n = (side: Expression): Expression => call('toFloat64', call('countIf', side));
  const [nA, nB] = [n(isA), n(infix('AND', present, isB))];
  const sumOf = (side: Expression): Expression => call('sumIf', some, side);
  const meanA = ratio(sumOf(isA), nA);
  const meanB = ratio(sumOf(infix('AND', present, isB)), nB);
  const difference = infix('-', meanB, meanA);
  const common = { n_a: nA, n_b: nB, mean_a: meanA, mean_b: meanB, difference };
  return of === 'mean'
    ? { ...common, ...welch(some, isB, present, difference) }
    : { ...common, ...shares(meanA, meanB, nA, nB, difference) };
}

const ratio = (part: Expression, whole: Expression): Expression => infix('/', part, call('nullIf', whole, number(0)));

/** Welch's t-test: unequal variances. Values that do not vary have no t: they differ for certain, or not at all. */
function welch(
  value: Expression,
  isB: Expression,
  present: Expression,
  difference: Expression
): Pick<Statistics, 'low' | 'high' | 'p_value'> {
  // The function takes the second sample from the first.
  const test = parametricCall('welchTTestIf', [number(level)], value, call('toUInt8', call('not', isB)), present);
  const part = (index: number): Expression => call('tupleElement', test, number(index));
  const orCertain = (found: Expression, certain: Expression): Expression =>
    call('if', call('isFinite', part(2)), found, certain);
  return {
    p_value: orCertain(part(2), call('if', infix('=', difference, number(0)), number(1), number(0))),
    low: orCertain(part(3), difference),
    high: orCertain(part(4), difference),
  };
}

/** Two shares: a z-test with the shares pooled, and Wald's interval of their difference. */
function shares(
  a: Expression,
  b: Expression,
  nA: Expression,
  nB: Expression,
  difference: Expression
): Pick<Statistics, 'low' | 'high' | 'p_value'> {
  const spread = (share: Expression): Expression => infix('*', share, infix('-', number(1), share));
  const pooled = ratio(infix('+', infix('*', a, nA), infix('*', b, nB)), infix('+', nA, nB));
  const each = infix('+', ratio(number(1), nA), ratio(number(1), nB));
  const error = call('sqrt', infix('*', spread(pooled), each));
  const margin = infix('*', number(z), call('sqrt', infix('+', ratio(spread(a), nA), ratio(spread(b), nB))));
  const statistic = call('abs', infix('/', difference, call('nullIf', error, number(0))));
  // erfc(z / sqrt(2)) is what lies beyond z on both sides. Shares that are both 0, or both 1, do not differ.
  const beyond = call('erfc', infix('/', statistic, number(Math.SQRT2)));
  return {
    p_value: call('ifNull', beyond, number(1)),
    low: infix('-', difference, margin),
    high: infix('+', difference, margin),
  };
}

export type Verdict = 'better' | 'worse' | 'no difference' | 'not enough data';
const verdictText = (verdict: Verdict): Expression => text(verdict);

/** What a row of statistics says. `lower` is a condition: whether less is better. */
export function verdict(minimum: number, lower: Expression): Expression {
  const enough = infix(
    'AND',
    infix('>=', column('n_a'), number(minimum)),
    infix('>=', column('n_b'), number(minimum))
  );
  const fell = infix('<', column('difference'), number(0));
  return call(
    'multiIf',
    call('not', enough),
    verdictText('not enough data'),
    call('not', call('ifNull', infix('<', column('p_value'), number(1 - level)), number(0))),
    verdictText('no difference'),
    infix('=', fell, lower),
    verdictText('better'),
    verdictText('worse')
  );
}
