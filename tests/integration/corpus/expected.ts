import { expect } from 'vitest';
import { gapsOf } from './gaps.ts';
import type { Measured } from './measured.ts';
import { firstTokensOf, truthOf, type Numbers } from './truth.ts';

/** Computes how much more or less than the truth was measured. */
function differencesOf({ numbers }: Measured, truth: Numbers): Numbers {
  const names = [...new Set([...Object.keys(truth), ...Object.keys(numbers)])];
  return Object.fromEntries(
    names
      .map((name) => [name, (numbers[name] ?? 0) - (truth[name] ?? 0)] as const)
      .filter(([, difference]) => difference !== 0)
  );
}

/** Computes the median, between the two middle values. */
function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const half = (sorted.length - 1) / 2;
  return ((sorted[Math.floor(half)] ?? 0) + (sorted[Math.ceil(half)] ?? 0)) / 2;
}

/** Expects the measured numbers to equal the truth, except for the declared gaps. */
export function expectTruth(library: string, measured: Measured | undefined): void {
  expect(measured && differencesOf(measured, truthOf(library))).toEqual(gapsOf(library));
  if (measured && 'first tokens' in measured.numbers && !('first tokens' in gapsOf(library))) {
    // The client received the token slightly later than the server sent it.
    const late = (measured.firstTokenMedian ?? 0) - median(firstTokensOf(library));
    expect(Math.abs(late), `seconds to the first token: ${measured.firstTokenMedian}`).toBeLessThan(0.06);
  }
}
