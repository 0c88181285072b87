import { DAYS, HOURS } from './clock.ts';

/** The first minute of the story, relative to T0. */
export const FIRST_MINUTE = -14 * DAYS;

/** The longest time after the beginning of its request at which a row may arrive, in minutes. */
export const LONGEST_DELAY = 14;

/** Share of the full traffic by minute relative to T0, linear between the points and constant beyond them. */
const POINTS: ReadonlyArray<readonly [minute: number, share: number]> = [
  [-1 * DAYS, 0.04],
  [-1 * DAYS, 0.45],
  [-5 * HOURS, 0.45],
  [-4 * HOURS, 1],
];

const SWING = 0.06;
const PERIOD = 6 * HOURS;

/** Computes the share of the full traffic in a minute relative to T0. */
export function traffic(minute: number): number {
  const after = POINTS.findIndex(([at]) => minute < at);
  const [x1, y1] = POINTS[after === -1 ? POINTS.length - 1 : after]!;
  const [x0, y0] = POINTS[Math.max(0, (after === -1 ? POINTS.length : after) - 1)]!;
  const level = after <= 0 ? y1 : y0 + ((y1 - y0) * (minute - x0)) / (x1 - x0);
  return level * (1 + SWING * Math.sin((2 * Math.PI * minute) / PERIOD));
}

/** Returns the first minute of the story that is told from `t0`, in epoch milliseconds. */
export function storyStart(t0: number): number {
  return t0 + FIRST_MINUTE * 60_000;
}
