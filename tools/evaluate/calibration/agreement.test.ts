import { expect, test } from 'vitest';
import { agreementOf, bestThreshold, type Pair } from './agreement.ts';

const pairsOf = (classes: readonly string[], counts: readonly number[][]): Pair[] =>
  counts.flatMap((row, i) =>
    row.flatMap((count, j) =>
      Array.from({ length: count }, () => ({ human: classes[i] ?? '', evaluator: classes[j] ?? '' }))
    )
  );

/** Kappa as it is defined, of shares that need not add up to 1. */
function kappa(shares: readonly number[][]): number {
  const all = shares.flat().reduce((sum, one) => sum + one, 0);
  const row = (i: number) => shares[i]!.reduce((sum, one) => sum + one, 0) / all;
  const column = (j: number) => shares.reduce((sum, one) => sum + one[j]!, 0) / all;
  const observed = shares.reduce((sum, one, i) => sum + one[i]!, 0) / all;
  const expected = shares.reduce((sum, _, i) => sum + row(i) * column(i), 0);
  return (observed - expected) / (1 - expected);
}

/** The standard error by the delta method, with derivatives that are taken numerically. */
function error(counts: readonly number[][]): number {
  const all = counts.flat().reduce((sum, one) => sum + one, 0);
  const shares = counts.map((row) => row.map((one) => one / all));
  const step = 1e-6;
  const slopes = shares.map((row, i) =>
    row.map((_, j) => {
      const moved = (by: number) => shares.map((r, y) => r.map((v, x) => (x === j && y === i ? v + by : v)));
      return (kappa(moved(step)) - kappa(moved(-step))) / (2 * step);
    })
  );
  const mean = shares.flat().reduce((sum, share, k) => sum + share * slopes.flat()[k]!, 0);
  const square = shares.flat().reduce((sum, share, k) => sum + share * slopes.flat()[k]! ** 2, 0);
  return Math.sqrt((square - mean ** 2) / all);
}

test.each([
  [
    ['fail', 'pass'],
    [
      [20, 5],
      [10, 15],
    ],
    0.4,
  ],
  [
    ['fail', 'pass'],
    [
      [45, 15],
      [25, 15],
    ],
    0.1304,
  ],
  [
    ['1', '2', '3'],
    [
      [30, 4, 1],
      [3, 22, 5],
      [0, 6, 29],
    ],
    undefined,
  ],
] as const)('kappa of %j %j', (classes, counts, known) => {
  const {
    kappa: found,
    confusion,
    agreement,
    pairs,
  } = agreementOf(
    pairsOf(
      classes,
      counts.map((row) => [...row])
    )
  );
  const table = counts.map((row) => [...row]);
  expect(confusion).toEqual(table);
  expect(found?.value).toBeCloseTo(kappa(table), 9);
  if (known !== undefined) {
    expect(found?.value).toBeCloseTo(known, 4);
  }
  expect(found!.high - found!.value).toBeCloseTo(1.959964 * error(table), 6);
  expect(found!.value - found!.low).toBeCloseTo(1.959964 * error(table), 6);
  expect(agreement).toBeCloseTo(table.reduce((sum, row, i) => sum + row[i]!, 0) / pairs, 12);
});

test('agreement without a choice has no kappa', () => {
  expect(agreementOf(pairsOf(['pass'], [[7]]))).toMatchObject({ agreement: 1, kappa: null });
  expect(agreementOf([])).toMatchObject({ pairs: 0, kappa: null });
});

test('classes that are numbers are in their order', () => {
  expect(
    agreementOf(
      pairsOf(
        ['10', '9', '2'],
        [
          [1, 0, 0],
          [0, 1, 0],
          [0, 0, 1],
        ]
      )
    ).classes
  ).toEqual(['2', '9', '10']);
});

test('the best threshold divides what humans divide', () => {
  const scored = [1, 2, 2, 3, 4, 4, 5].map((score) => ({ score, passed: score >= 3 }));
  expect(bestThreshold(scored)).toEqual({ passFrom: 3, kappa: 1 });
  const mixed = [...scored, { score: 3, passed: false }, { score: 3, passed: false }];
  expect(bestThreshold(mixed)).toMatchObject({ passFrom: 4 });
  expect(bestThreshold(scored.map(({ score }) => ({ score, passed: true })))).toBeNull();
  expect(bestThreshold(scored.map(({ passed }) => ({ score: 3, passed })))).toBeNull();
});
