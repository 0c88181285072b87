import { misfits } from '../compile/rows/storedcolumns.ts';
import type { Answer, Statement } from '../host.ts';
import { memo, names } from '../memo.ts';
import { censusEmpty, censusMisfits } from '../messages.ts';
import type { Settings } from '../settings/settings.ts';
import type { SourceDescription, TableDescription } from '../source/description.ts';
import {
  countStatements,
  keysStatements,
  livesFor,
  nameOfStatements,
  ofSlices,
  spansStatements,
  storedLife,
  type Asker,
} from './census.ts';
import { daysUnited, keysUnited, spansUnited } from './censusanswers.ts';
import { ask, type Exchange } from './exchange.ts';
import { isDay } from './slices.ts';
import type { Spoken } from './spoken.ts';
import { censusColumns, daysCounted, readDays, storedStatement, type StoredDays } from './storeddays.ts';
import { united, unitedIn } from './united.ts';

/** Tells what the table of days answers, so that the spans need not be asked. */
export interface Known {
  /** Lists the days whose keys and scopes are known: the census's first round leaves them out. */
  written: readonly number[];
  /** Lists the days whose models and nesting are known as well: the second round leaves them out. */
  spans: readonly number[];
  answers: Answer[];
}

const nothing: Known = { written: [], spans: [], answers: [] };

/** Asks the table of days what it has of closed days, if there is one. */
export function* knownDays(
  step: string,
  source: SourceDescription,
  settings: Settings,
  asker: Asker,
  closed: () => readonly number[]
): Exchange<Known> {
  const table = censusTable(source);
  if (!table || asker.fromSpans) {
    return nothing;
  }
  return yield* ask<Known>({
    step,
    need: () => {
      const days = closed().filter(isDay);
      return {
        statements: days.length > 0 ? daysStatements(table, source, settings, asker, days) : [],
        byState: { of: ['source'], also: { days, unseen: asker.unseen === true } },
        unite: true,
      };
    },
    read: (answers) => readKnown(answers, source, settings),
    // Without the right to read it, or while it is made anew, the spans say the same.
    instead: () => nothing,
  });
}

/** The table of days, if it has the columns that it should have. */
export const censusTable = ({ others: { census } }: SourceDescription): TableDescription | undefined =>
  census && misfits(census, censusColumns).length === 0 ? census : undefined;

/** Why the table of days is not used although there is one. */
export function censusProblem(
  { others: { census } }: SourceDescription,
  stored: DaysStored | undefined
): string | undefined {
  const missing = census ? misfits(census, censusColumns) : [];
  if (census && missing.length > 0) {
    return censusMisfits(census.path.join('.'), missing);
  }
  return stored?.days === 0 ? censusEmpty(stored.table) : undefined;
}

/** The table of days, and how much of it is of use. */
export interface DaysStored {
  table: string;
  days: number;
  /** The latest of them, as a date; null without any. */
  last: string | null;
}

/** Asks how many days the table has; undefined where there is none, or it may not be read. */
export function* daysStored(source: SourceDescription, settings: Settings): Exchange<DaysStored | undefined> {
  const table = censusTable(source);
  const stored = yield* ask<DaysStored | null>({
    step: 'days',
    need: () => ({ statements: table ? [daysCounted(table, nameOfDays(source, settings))] : [] }),
    read: ([answer]) => {
      const [days, last] = answer?.rows[0] ?? [];
      return table && answer
        ? { table: table.path.join('.'), days: Number(days), last: Number(days) > 0 ? String(last) : null }
        : null;
    },
    instead: () => null,
  });
  return stored ?? undefined;
}

/** The name under which days are stored: that of the first round's statement. */
export const nameOfDays = (source: SourceDescription, settings: Settings): string =>
  nameOfStatements(keysStatements(source, settings, anyDay, anyLife));

/** The name of the second round's statements. */
export const nameOfSpans = (
  source: SourceDescription,
  settings: Settings,
  spoken: Pick<Spoken, 'scopes' | 'keys'>
): string =>
  nameOfStatements(spansStatements(source, settings, anyDay, [{ ...spoken, slices: anyDay.closed }], anyLife));

const anyDay = { closed: [0], open: null };
const anyLife = livesFor({ now: 0 });

/**
 * Whoever found rows of what a census had not seen has the spans of the days counted as well, which reads nothing but their
 * time: a day that got some after it was written is asked of the spans.
 */
function daysStatements(
  table: TableDescription,
  source: SourceDescription,
  settings: Settings,
  asker: Asker,
  days: number[]
): Statement[] {
  const life = storedLife(asker);
  const stored = ofSlices(storedStatement(table, nameOfDays(source, settings)), days, life);
  // A day without a row may get one soon, also where its spans were counted.
  const apart = { ...stored, ...(stored.slices ? { slices: { ...stored.slices, apart: true as const } } : {}) };
  return [apart, ...(asker.unseen ? countStatements(source, settings, days, life) : [])];
}

function readKnown(answers: Answer[], source: SourceDescription, settings: Settings): Known {
  const [days = readDays(answers, settings)] = unitedIn<StoredDays>(answers, daysUnited);
  return made(`${nameOf(JSON.stringify([source, settings]))} ${JSON.stringify(days)}`, () =>
    usable(days, source, settings)
  );
}

/** All queries of a dashboard read the same. */
const made = memo<Known>(20);
const nameOf = names(20);

/** What holds for the statements that would be asked now. */
function usable({ days, keys, spans }: StoredDays, source: SourceDescription, settings: Settings): Known {
  if (!keys) {
    return nothing;
  }
  const named = new Map(
    keys.spoken.flatMap((spoken) => {
      const name = nameOfSpans(source, settings, spoken);
      return spoken.slices.map((day) => [day, name] as const);
    })
  );
  const same = spans.filter(({ name, days: own }) => own.every((day) => named.get(day) === name));
  return {
    written: days,
    spans: [...days.filter((day) => !named.has(day)), ...same.flatMap(({ days: own }) => own)],
    answers: [united(keysUnited, keys), ...same.map(({ of }) => united(spansUnited, of))],
  };
}
