import { type Filler } from './filler.ts';
import { fill } from './fill.ts';
import { hour, rangesOf } from './hours.ts';
import { hoursIn } from './wanted.ts';
import { removeReplaced } from './replaced.ts';

export interface Progress {
  /** How many hours are done, of how many that were due. */
  done: number;
  due: number;
  spans: number;
  seconds: number;
  window: { from: number; to: number };
}

/**
 * Fills the hours of a window that are due, the newest first and a day at once. It can be ended at any time and started
 * again: hours that are marked stay. Returns how many hours it filled, and how many spans they have.
 */
export async function backfill(
  filler: Filler,
  window: { from: number; to: number },
  options: { lateHours: number; refill: boolean; onProgress?: (progress: Progress) => void }
): Promise<{ hours: number; spans: number; seconds: number }> {
  const begun = Date.now();
  const { hours } = await hoursIn(filler, window, options);
  const due = hours.filter((one) => one.due !== undefined);
  const spansOf = new Map(due.map(({ at, spans }) => [at, spans]));
  let [done, spans] = [0, 0];
  for (const range of rangesOf(due.map(({ at }) => at)).reverse()) {
    await fill(filler, range);
    for (let at = range.from / hour; at * hour < range.to; at++) {
      done++;
      spans += spansOf.get(at) ?? 0;
    }
    options.onProgress?.({ done, due: due.length, spans, seconds: (Date.now() - begun) / 1000, window: range });
  }
  await removeReplaced(filler);
  return { hours: done, spans, seconds: (Date.now() - begun) / 1000 };
}
