import { cells, dayAt, hourOf, hoursIn, indexOfDay, type Range } from './calendar.ts';
import type { Closed, Edge } from './closed.ts';

const everyCell = Array.from({ length: cells }, (_, index) => index);

/**
 * What a time to come is expected to cost: what the same hours of weekdays and weekends cost on average in the profile.
 *
 * An hour that the profile has not seen, such as those of weekends in the first days, is taken for the same hour of the
 * other days, else for any.
 */
export function expectedCost({ calendar, today, profileFrom }: Edge, { profile, first }: Closed, rest: Range): number {
  // A budget whose first cost is of last Tuesday has not spent nothing on the Tuesdays before.
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
