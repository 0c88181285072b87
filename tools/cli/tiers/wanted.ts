import { storedVersion } from '../../../src/engine/compile/rows/storedversion.ts';
import { readSettings } from '../../../src/engine/settings/settings.ts';
import { describeSource, type Filler } from './fill.ts';
import { countsOf } from './counts.ts';
import { hour, marksOf, type Mark } from './hours.ts';

/** An hour of a window: its mark, and how many rows the spans table has in it now. */
export interface HourState {
  at: number;
  spans: number;
  mark: Mark | undefined;
  /** Why it is to be filled; undefined if it is whole. */
  due: 'new' | 'late' | 'version' | undefined;
}

/**
 * Compares the hours of a window with the spans table. Spans that come later than `lateHours` after their hour change
 * nothing any more: the hour stays as it is, and `late` counts them.
 */
export async function hoursIn(
  filler: Filler,
  window: { from: number; to: number },
  options: { lateHours: number; refill: boolean }
): Promise<{ hours: HourState[]; version: string; late: number }> {
  const source = await describeSource(filler);
  const version = storedVersion(readSettings(filler.settings), source);
  const [marks, counts] = await Promise.all([marksOf(filler, window), countsOf(filler, window)]);
  const byHour = new Map(marks.map((mark) => [mark.at, mark]));
  const now = (filler.now ?? Date.now)();
  let late = 0;
  const hours = Array.from({ length: Math.round((window.to - window.from) / hour) }, (_, index) => {
    const at = window.from / hour + index;
    const [mark, spans] = [byHour.get(at), counts.get(at) ?? 0];
    const isOld = now - (at + 1) * hour > options.lateHours * hour;
    if (!mark) {
      return { at, spans, mark, due: 'new' as const };
    }
    if (mark.version !== version) {
      return { at, spans, mark, due: options.refill ? ('version' as const) : undefined };
    }
    if (mark.spans !== spans && isOld) {
      late += spans - mark.spans;
    }
    return { at, spans, mark, due: mark.spans !== spans && !isOld ? ('late' as const) : undefined };
  });
  return { hours, version, late };
}
