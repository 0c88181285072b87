/**
 * When a rule is evaluated. All times are in epoch seconds.
 *
 * A window's end, in steps, is its place. Several ticks may share a window (a rule every 20 s with a step of a minute), and
 * a window may have no tick (a rule every 5 minutes).
 */
export interface Schedule {
  first: number;
  interval: number;
  count: number;
}

/** Returns the ticks in `[from, to)`, in epoch milliseconds: Grafana evaluates at whole multiples of the interval. */
export function scheduleOf({ from, to, interval }: { from: number; to: number; interval: number }): Schedule {
  const first = Math.ceil(from / 1000 / interval) * interval;
  return { first, interval, count: Math.max(0, Math.ceil((to / 1000 - first) / interval)) };
}

export const tickAt = ({ first, interval }: Schedule, index: number): number => (first + index * interval) * 1000;

/** The position of the query's windows relative to the ticks, in seconds. */
export interface Sliding {
  length: number;
  step: number;
  /** Seconds by which a window lags behind its tick. */
  behind: number;
}

export const placeOf = ({ step, behind }: Sliding, tick: number): number => Math.floor((tick - behind) / step);

/** Returns the places of the first and the last window. */
export function placesOf(schedule: Schedule, sliding: Sliding): { first: number; last: number } {
  const { first, interval, count } = schedule;
  return { first: placeOf(sliding, first), last: placeOf(sliding, first + (count - 1) * interval) };
}
