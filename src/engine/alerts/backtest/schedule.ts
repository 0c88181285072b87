/**
 * When a rule is evaluated, and the windows that its query then reads. All times are epoch seconds.
 *
 * A window's end is a whole number of steps, its place. Several ticks may share a window (a rule every 20 s with a step of
 * a minute), and a window may have none (a rule every 5 minutes).
 */
export interface Schedule {
  first: number;
  interval: number;
  count: number;
}

/** Ticks in `[from, to)`, epoch milliseconds: Grafana evaluates at whole multiples of the interval. */
export function scheduleOf({ from, to, interval }: { from: number; to: number; interval: number }): Schedule {
  const first = Math.ceil(from / 1000 / interval) * interval;
  return { first, interval, count: Math.max(0, Math.ceil((to / 1000 - first) / interval)) };
}

export const tickAt = ({ first, interval }: Schedule, index: number): number => (first + index * interval) * 1000;

/** How the query's windows lie under the ticks, in seconds. */
export interface Sliding {
  length: number;
  step: number;
  /** Seconds that a window stays behind its tick. */
  behind: number;
}

export const placeOf = ({ step, behind }: Sliding, tick: number): number => Math.floor((tick - behind) / step);

/** The places of the first and the last window. */
export function placesOf(schedule: Schedule, sliding: Sliding): { first: number; last: number } {
  const { first, interval, count } = schedule;
  return { first: placeOf(sliding, first), last: placeOf(sliding, first + (count - 1) * interval) };
}
