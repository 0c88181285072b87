import { call, column, infix, nothing, number, parametricCall, text, type Expression } from '../../../sql/nodes.ts';

/** The confidence level, two-sided. */
const level = 0.95;
const z = 1.959963984540054;

/** The summary of the rows of both sides, where `b` is compared with `a`. Each is a Float64; `welch` is a tuple of them. */
export const summaryNames = ['n_a', 'n_b', 'sum_a', 'sum_b', 'welch'] as const;
type SummaryName = (typeof summaryNames)[number];

/**
 * Writes the aggregates over the rows of both sides.
 *
 * @param value a Nullable number; NULL means no value
 * @param isB the condition for a row of side `b`; all others are of side `a`
 */
export function summary(of: 'mean' | 'share', value: Expression, isB: Expression): Record<SummaryName, Expression> {
  const present = call('isNotNull', value);
  const some = call('toFloat64', call('assumeNotNull', value));
  const [a, b] = [call('not', isB), isB].map((side) => infix('AND', present, side)) as [Expression, Expression];
  return {
    n_a: call('toFloat64', call('countIf', a)),
    n_b: call('toFloat64', call('countIf', b)),
    sum_a: call('sumIf', some, a),
    sum_b: call('sumIf', some, b),
    // The function subtracts the second sample from the first.
    welch:
      of === 'mean'
        ? parametricCall('welchTTestIf', [number(level)], some, call('toUInt8', call('not', isB)), present)
        : call('tuple', ...Array.from({ length: 4 }, () => call('toFloat64', number(0)))),
  };
}

export const statisticNames = ['n_a', 'n_b', 'mean_a', 'mean_b', 'difference', 'low', 'high', 'p_value'] as const;
type StatisticName = (typeof statisticNames)[number];

/** Computes the columns of a row from its summary; `share` is the condition that shares are compared. */
export function statistics(share: Expression): Record<StatisticName, Expression> {
  const of = (name: SummaryName): Expression => column('s', name);
  const [nA, nB] = [of('n_a'), of('n_b')];
  const test = (index: number): Expression => call('tupleElement', of('welch'), number(index));
  const difference = column('difference');
  const tested = call('isFinite', test(2));
  // Without any variance, the difference is certain, or there is none.
  const certainly = call('if', infix('=', difference, number(0)), number(1), number(0));
  const error = call('sqrt', infix('+', ratio(spread(column('mean_a')), nA), ratio(spread(column('mean_b')), nB)));
  const either = (ofShares: Expression, ofMeans: Expression): Expression =>
    call('multiIf', share, ofShares, tested, ofMeans, difference);
  return {
    n_a: nA,
    n_b: nB,
    mean_a: ratio(of('sum_a'), nA),
    mean_b: ratio(of('sum_b'), nB),
    difference: infix('-', column('mean_b'), column('mean_a')),
    low: either(infix('-', difference, infix('*', number(z), error)), test(3)),
    high: either(infix('+', difference, infix('*', number(z), error)), test(4)),
    p_value: call('multiIf', share, call('ifNull', beyond(difference, error), certainly), tested, test(2), certainly),
  };
}

const ratio = (part: Expression, whole: Expression): Expression => infix('/', part, call('nullIf', whole, number(0)));
const spread = (share: Expression): Expression => infix('*', share, infix('-', number(1), share));

/**
 * Computes the z-test of two shares; NULL if they have no error. Like Wald's interval, it uses the shares' own variances
 * instead of the pooled one, so that the interval excludes 0 exactly if the difference is significant.
 */
function beyond(difference: Expression, error: Expression): Expression {
  // erfc(z / sqrt(2)) is the probability beyond z on both sides.
  return call('erfc', infix('/', ratio(call('abs', difference), error), number(Math.SQRT2)));
}

type Verdict = 'better' | 'worse' | 'no difference' | 'not enough data';
const is = (verdict: Verdict): Expression => text(verdict);

/** Computes the verdict of a row; `lower` is the condition that lower is better. */
export function verdict(minimum: number, lower: Expression): Expression {
  const enough = infix('AND', infix('>=', column('n_a'), number(minimum)), infix('>=', column('n_b'), number(minimum)));
  return call(
    'multiIf',
    call('not', enough),
    is('not enough data'),
    call('not', call('ifNull', infix('<', column('p_value'), number(1 - level)), number(0))),
    is('no difference'),
    infix('=', infix('<', column('difference'), number(0)), lower),
    is('better'),
    is('worse')
  );
}

/** Hides a statistic of too few values; their number and means are still shown. */
export function orNothing(name: StatisticName, statistic: Expression): Expression {
  const guessed: readonly StatisticName[] = ['difference', 'low', 'high', 'p_value'];
  const few = infix('=', column('verdict'), is('not enough data'));
  return call('CAST', guessed.includes(name) ? call('if', few, nothing, statistic) : statistic, nullable);
}

const nullable = text('Nullable(Float64)');
