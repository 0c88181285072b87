import { proceed, type Exchange } from '../../../src/engine/lookups/exchange.ts';
import { censusTable, knownDays, nameOfDays } from '../../../src/engine/lookups/storedcensus.ts';
import { readSettings } from '../../../src/engine/settings/settings.ts';
import { dayHeld, dayInto, spansOfDays } from '../../../src/engine/tiers/writeday.ts';
import { finished } from '../host.ts';
import { describeSource, type Filler } from './filler.ts';
import { day as dayLength, hour, rowsOf, serverTime } from './hours.ts';
import { notOver } from './messages.ts';
import { tablesOf } from './tables.ts';

/** A day that is over: how many rows the spans table has of it now, and whether the data source takes it from the table of days. */
export interface DayState {
  /** Days since 1970. */
  day: number;
  spans: number;
  isKept: boolean;
  /** Whether it is to be written: nobody did, or spans came late. */
  isDue: boolean;
}

/**
 * The days that end within a window; none where there is no table of days. Days whose spans are gone, because the table keeps
 * them for some days only, stay as they are, as do those to which some came later than `lateHours` after their end.
 */
export async function daysIn(
  filler: Filler,
  { from, to }: { from: number; to: number },
  { lateHours }: { lateHours: number }
): Promise<DayState[]> {
  const [source, settings] = [await describeSource(filler), readSettings(filler.settings)];
  const first = Math.floor(from / dayLength);
  const days = Array.from({ length: Math.max(0, Math.floor(to / dayLength) - first) }, (_, index) => first + index);
  if (!censusTable(source) || days.length === 0) {
    return [];
  }
  const now = (filler.now ?? Date.now)();
  const ask = <Value>(conversation: () => Exchange<Value>): Promise<Value> =>
    finished(filler, (state, results) => proceed(conversation(), state, results));
  const counts = await ask(() => spansOfDays(source, settings, days));
  const { spans: kept } = await ask(() => knownDays('days', source, settings, { now }, () => days));
  const stored = await rowsOf<{ day: unknown; spans: unknown }>(
    filler,
    [
      'SELECT toInt64(Day) AS day, argMax(Spans, Written) AS spans',
      `FROM ${tablesOf(filler.settings).sql.census}`,
      'WHERE Statement = {name:String}',
      'GROUP BY Day',
    ].join('\n'),
    { name: nameOfDays(source, settings) }
  );
  const storedSpans = new Map(stored.map(({ day, spans }) => [Number(day), Number(spans)]));
  return days.map((day) => {
    const [spans, isKept] = [counts.get(day) ?? 0, kept.includes(day)];
    const isLate = spans > (storedSpans.get(day) ?? 0) && now - (day + 1) * dayLength <= lateHours * hour;
    return { day, spans, isKept, isDue: spans > 0 && (!isKept || isLate) };
  });
}

/**
 * Writes what a day holds, of the spans. Whoever writes it at the same time writes the same; spans that come meanwhile make it
 * due again, because they were not counted. Returns whether it was little enough to be kept.
 */
export async function writeDay(filler: Filler, { day, spans }: Pick<DayState, 'day' | 'spans'>): Promise<boolean> {
  const [source, settings] = [await describeSource(filler), readSettings(filler.settings)];
  const begun = await serverTime(filler);
  const end = (day + 1) * dayLength;
  if (end > begun) {
    throw new Error(notOver(new Date(end), new Date(begun)));
  }
  const now = (filler.now ?? Date.now)();
  const { name, held } = await finished(filler, (state, results) =>
    proceed(dayHeld(source, settings, day, now), state, results)
  );
  const writing = dayInto(tablesOf(filler.settings).census, { day, name, spans, held, begun });
  if (writing) {
    await filler.write(writing);
  }
  return writing !== undefined;
}
