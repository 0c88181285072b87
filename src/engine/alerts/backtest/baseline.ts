import type { MeasureQuery } from '../../query/model.ts';
import type { Window } from '../../window.ts';
import type { Sliding } from './schedule.ts';

/**
 * The baseline windows of a tick: windows of `length` that end at the first multiple of `every` at or after the end of the
 * tick's own window, moved back by 1 to `periods` times `offset`. All are in seconds.
 *
 * For example, windows of whole hours would be `{ length: wholeHours + 3600, every: 3600 }`.
 */
export interface Baseline {
  length: number;
  every: number;
  offset: number;
  periods: number;
}

/** Returns the baseline of a live evaluation (window.ts, `baselineOf`): the same window, some offsets earlier. */
export function baselineOf(query: MeasureQuery, { length, step }: Sliding): Baseline | null {
  return query.baseline
    ? { length, every: step, offset: query.baseline.offset, periods: query.baseline.periods ?? 1 }
    : null;
}

/** Returns the windows read for the baselines of all ticks whose windows end in a range of places, one per period. */
export function baselineWindows(
  baseline: Baseline | null,
  { step }: Sliding,
  places: { first: number; last: number },
  like: Window
): Window[] {
  if (!baseline) {
    return [];
  }
  const { length, every, offset, periods } = baseline;
  const end = (place: number): number => Math.ceil((place * step) / every) * every;
  return Array.from({ length: periods }, (_, index) => {
    const back = (index + 1) * offset;
    return {
      ...like,
      from: (end(places.first) - length - back) * 1000,
      to: (end(places.last) - back) * 1000,
    };
  });
}
