import { UserError } from './errors.ts';
import type { Request } from './host.ts';
import { baselineOverlaps, invalidRange } from './messages.ts';

/** Half-open `[from, to)` in epoch milliseconds, and the seconds of a bucket. */
export interface Window {
  from: number;
  to: number;
  step: number;
  /** Seconds it was moved back; 0 for a panel. */
  delay: number;
}

/** A rule without a step of its own is aligned to whole minutes: Grafana sends alerts an interval of 1 s whatever they ask. */
export const alertStep = 60;

/**
 * The window that a query reads.
 *
 * A panel's is the request's range. An alert's keeps its length and ends at `floor((to - delay) / step) * step`, so that
 * a tick a few seconds late, or spans still to be written, do not change the answer.
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

/** The windows before this one that it is compared with, the nearest first; they are as long, `offset` seconds apart. */
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

/** Epoch nanoseconds of epoch milliseconds, as text: they do not fit a double. */
export function nanoseconds(milliseconds: number): string {
  const whole = Math.trunc(milliseconds);
  return whole === 0 ? '0' : `${whole}000000`;
}
