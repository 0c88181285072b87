import { UserError } from './errors.ts';
import type { Request } from './host.ts';
import { baselineOverlaps, invalidRange } from './messages.ts';

/** A half-open time range `[from, to)` in epoch milliseconds, with the length of a time bucket in seconds. */
export interface Window {
  from: number;
  to: number;
  step: number;
  /** Seconds by which it was moved back; 0 for a panel. */
  delay: number;
}

/** Aligns rules without their own step to whole minutes, because Grafana sends an interval of 1 s for every alert. */
export const alertStep = 60;

/**
 * Computes the window that a query reads.
 *
 * For a panel, it is the request's range. For an alert, it keeps its length and ends at `floor((to - delay) / step) * step`,
 * so that a tick a few seconds late, or spans that are still to be written, do not change the result.
 */
export function windowOf(
  request: Request,
  query: { step?: number | undefined; delay?: number | undefined },
  delaySeconds: number
): Window {
  if (!(request.to > request.from)) {
    throw new UserError(invalidRange(), 'query');
  }
  if (!request.fromAlert) {
    const step = query.step ?? Math.max(1, Math.ceil(request.intervalMs / 1000));
    return { from: request.from, to: request.to, step, delay: 0 };
  }
  const step = query.step ?? alertStep;
  const delay = query.delay ?? delaySeconds;
  const to = Math.floor((request.to - delay * 1000) / (step * 1000)) * step * 1000;
  return { from: to - (request.to - request.from), to, step, delay };
}

/** Returns the baseline windows of a window, the nearest first; they have the same length and are `offset` seconds apart. */
export function baselineOf(
  window: Window,
  baseline: { offset: number; periods?: number | undefined } | undefined
): Window[] {
  if (!baseline) {
    return [];
  }
  if (window.to - window.from > baseline.offset * 1000) {
    throw new UserError(baselineOverlaps(), 'query');
  }
  return Array.from({ length: baseline.periods ?? 1 }, (_, index) => {
    const back = (index + 1) * baseline.offset * 1000;
    return { ...window, from: window.from - back, to: window.to - back };
  });
}

/** Converts epoch milliseconds to epoch nanoseconds, as text, because they do not fit into a double. */
export function nanoseconds(milliseconds: number): string {
  const whole = Math.trunc(milliseconds);
  return whole === 0 ? '0' : `${whole}000000`;
}
