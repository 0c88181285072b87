import { storedVersion } from '../../../src/engine/compile/rows/storedversion.ts';
import { readSettings } from '../../../src/engine/settings/settings.ts';
import { describeSource, type Filler } from './filler.ts';
import { hasMinutes, tierTables } from '../../../src/engine/lookups/tier.ts';
import { minutesVersion } from '../../../src/engine/compile/rows/minuteselect.ts';
import { countsOf } from './counts.ts';
import { notThere } from './messages.ts';
import { hour, marksOf, type Mark } from './hours.ts';

/** An hour of a window: its mark, and how many rows the spans table has in it now. */
export interface HourState {
  at: number;
  spans: number;
  mark: Mark | undefined;
  /** Why it is to be filled; undefined if it is whole, or can only be read from what is kept. */
  due: 'new' | 'late' | 'version' | undefined;
  /** Whether the spans table has fewer rows than when it was filled, which filling it again would lose. */
  isGone: boolean;
}

/**
 * Compares the hours of a window with the spans table. `late` counts the spans that are in no filled hour: later than
 * `lateHours` after their hour they change nothing any more. Spans that are gone, because the table keeps them for some days
 * only, change nothing either. Throws where there are no tables.
 */
export async function hoursIn(
  filler: Filler,
  window: { from: number; to: number },
  options: { lateHours: number; refill: boolean }
): Promise<{ hours: HourState[]; version: string; minutes: string | undefined; late: number }> {
  const source = await describeSource(filler);
  if (!tierTables(source)) {
    throw new Error(notThere());
  }
  const version = storedVersion(readSettings(filler.settings), source);
  const minutes = hasMinutes(source) ? minutesVersion() : undefined;
  const [marks, counts] = await Promise.all([marksOf(filler, window), countsOf(filler, window)]);
  const byHour = new Map(marks.map((mark) => [mark.at, mark]));
  const now = (filler.now ?? Date.now)();
  const hours = Array.from({ length: Math.round((window.to - window.from) / hour) }, (_, index): HourState => {
    const at = window.from / hour + index;
    const [mark, spans] = [byHour.get(at), counts.get(at) ?? 0];
    const isOld = now - (at + 1) * hour > options.lateHours * hour;
    const isGone = mark !== undefined && spans < mark.spans;
    return { at, spans, mark, isGone, due: isGone ? undefined : dueFor(mark, spans, isOld) };
  });
  // A score counts when it was given, which may be in the hour after that of its late span.
  const after = new Set(hours.filter(({ due }) => due === 'late').map(({ at }) => at + 1));
  for (const one of hours) {
    one.due ??= after.has(one.at) && one.mark?.version === version && !one.isGone ? 'late' : undefined;
  }
  const late = hours.reduce((sum, { mark, spans }) => sum + Math.max(0, mark ? spans - mark.spans : 0), 0);
  function dueFor(mark: Mark | undefined, spans: number, isOld: boolean): HourState['due'] {
    if (!mark) {
      return 'new';
    }
    if (mark.version !== version || mark.minutes !== (minutes ?? mark.minutes)) {
      return options.refill ? 'version' : undefined;
    }
    return mark.spans < spans && !isOld ? 'late' : undefined;
  }
  return { hours, version, minutes, late };
}
