import { cells, dayAt, hourOf, hoursIn, indexOfDay, type Range } from './calendar.ts';
import type { Closed, Edge } from './closed.ts';

const everyCell = Array.from({ length: cells }, (_, index) => index);

/**
 * Estimates the cost of a time to come from the average cost of the same hours of weekdays and weekends in the profile.
 *
 * An hour that the profile has not seen, such as those of weekends in the first days, is estimated from the same hour of
 * the other days, or else from any hour.
 */
export function expectedCost({ calendar, today, profileFrom }: Edge, { profile, first }: Closed, rest: Range): number {
  // For a budget whose first cost was last Tuesday, the Tuesdays before are unknown, not 0.
  const begin = Math.max(profileFrom, hourOf(dayAt(calendar, indexOfDay(calendar, first)), first));
  const hours = hoursIn(calendar, { from: begin, to: dayAt(calendar, today).from });
  const rateOf = (those: readonly number[]): number | undefined => {
    const sum = (list: readonly number[]) => those.reduce((total, cell) => total + (list[cell] ?? 0), 0);
    return sum(hours) > 0 ? sum(profile) / sum(hours) : undefined;
  };
  const overall = rateOf(everyCell) ?? 0;
  const rateIn = (cell: number): number => rateOf([cell]) ?? rateOf([(cell + cells / 2) % cells]) ?? overall;
  return hoursIn(calendar, rest).reduce(
    (total, duration, cell) => (duration > 0 ? total + duration * rateIn(cell) : total),
    0
  );
}
