/** A call that a human and an evaluator judged. */
export interface Pair {
  /** Classes, such as `pass` and `fail`, or `1` to `5`. */
  human: string;
  evaluator: string;
}

export interface Agreement {
  pairs: number;
  /** The share of pairs of one class. */
  agreement: number;
  /** Cohen’s kappa, with its interval of 95 %; null where it is not defined because all are of one class. */
  kappa: { value: number; low: number; high: number } | null;
  classes: string[];
  /** How many pairs there are by the human’s class, a row each, and the evaluator’s. */
  confusion: number[][];
}

/** The quantile of a normal distribution that leaves 2.5 % above it. */
const z = 1.959964;

/** Compares what humans and an evaluator say. */
export function agreementOf(pairs: readonly Pair[]): Agreement {
  const classes = [...new Set(pairs.flatMap(({ human, evaluator }) => [human, evaluator]))].sort(inOrder);
  const confusion = classes.map((human) =>
    classes.map((evaluator) => pairs.filter((one) => one.human === human && one.evaluator === evaluator).length)
  );
  const shares = confusion.map((row) => row.map((count) => count / pairs.length));
  const agreement = sum(shares.map((row, index) => row[index] ?? 0));
  return { pairs: pairs.length, agreement, kappa: kappaOf(shares, pairs.length), classes, confusion };
}

/**
 * Computes Cohen’s kappa of the shares of pairs, with the standard error for a kappa that may be other than 0 (Fleiss, Cohen and
 * Everitt, 1969).
 */
function kappaOf(shares: readonly number[][], pairs: number): Agreement['kappa'] {
  const rows = shares.map(sum);
  const columns = shares.map((_, index) => sum(shares.map((row) => row[index] ?? 0)));
  const observed = sum(shares.map((row, index) => row[index] ?? 0));
  const expected = sum(rows.map((row, index) => row * (columns[index] ?? 0)));
  if (pairs === 0 || expected >= 1 - 1e-12) {
    return null;
  }
  const value = (observed - expected) / (1 - expected);
  const of = (index: number) => (rows[index] ?? 0) + (columns[index] ?? 0);
  const diagonal = sum(shares.map((row, i) => (row[i] ?? 0) * (1 - of(i) * (1 - value)) ** 2));
  const others = sum(
    shares.flatMap((row, i) => row.map((share, j) => (i === j ? 0 : share * ((columns[i] ?? 0) + (rows[j] ?? 0)) ** 2)))
  );
  const variance =
    (diagonal + (1 - value) ** 2 * others - (value - expected * (1 - value)) ** 2) / (pairs * (1 - expected) ** 2);
  const error = z * Math.sqrt(Math.max(0, variance));
  return { value, low: Math.max(-1, value - error), high: Math.min(1, value + error) };
}

export interface Threshold {
  /** The least score that passes. */
  passFrom: number;
  kappa: number;
}

/**
 * The least score from which calls should pass for the greatest agreement beyond chance; null where none agrees
 * better than chance. Of equal ones, the lowest.
 */
export function bestThreshold(scored: readonly { passed: boolean; score: number }[]): Threshold | null {
  const scores = [...new Set(scored.map(({ score }) => score))].sort((a, b) => a - b).slice(1);
  return scores
    .map((passFrom) => ({
      passFrom,
      kappa: agreementOf(
        scored.map(({ passed, score }) => ({ human: String(passed), evaluator: String(score >= passFrom) }))
      ).kappa?.value,
    }))
    .reduce<Threshold | null>(
      (best, { passFrom, kappa }) => (kappa !== undefined && kappa > (best?.kappa ?? 0) ? { passFrom, kappa } : best),
      null
    );
}

const sum = (values: readonly number[]): number => values.reduce((total, one) => total + one, 0);

/** Numbers by size, and before words. */
function inOrder(a: string, b: string): number {
  const [one, other] = [Number(a), Number(b)];
  return Number.isNaN(one) || Number.isNaN(other) ? (a < b ? -1 : 1) : one - other;
}
