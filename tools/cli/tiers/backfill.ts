import { type Filler } from './filler.ts';
import { fill } from './fill.ts';
import { day, hour, rangesOf } from './hours.ts';
import { daysIn, writeDay } from './days.ts';
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
 * Fills the hours of a window that are due, the newest first and a day at once, and writes what its days hold. It can be ended
 * at any time and started again: hours that are marked stay. Returns how many hours it filled, how many spans they have, and
 * how many days it wrote.
 */
export async function backfill(
  filler: Filler,
  window: { from: number; to: number },
  options: { lateHours: number; refill: boolean; onProgress?: (progress: Progress) => void }
): Promise<{ hours: number; spans: number; days: number; seconds: number }> {
  const begun = Date.now();
  const dueDays = new Map(
    (await daysIn(filler, window, options)).filter((one) => one.isDue).map((one) => [one.day, one])
  );
  let days = 0;
  const write = async (at: number): Promise<void> => {
    const one = dueDays.get(at);
    dueDays.delete(at);
    days += one && (await writeDay(filler, one)) ? 1 : 0;
  };
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
    await write(Math.floor(range.from / day));
  }
  for (const at of [...dueDays.keys()].sort((a, b) => b - a)) {
    await write(at);
  }
  await removeReplaced(filler);
  return { hours: done, spans, days, seconds: (Date.now() - begun) / 1000 };
}
