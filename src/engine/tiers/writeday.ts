import type { Answer } from '../host.ts';
import { isAbout, rowsOf } from '../lookups/answers.ts';
import { toolColumn } from '../lookups/callsquestion.ts';
import { countStatements, keysStatements, livesFor, spansStatements } from '../lookups/census.ts';
import { readSpoken } from '../lookups/censusanswers.ts';
import { ask, type Exchange } from '../lookups/exchange.ts';
import { daySpansColumn } from '../lookups/daycounts.ts';
import { keysColumn } from '../lookups/keysquestions.ts';
import { sliceColumn } from '../lookups/slices.ts';
import { requestsColumn } from '../lookups/spansquestion.ts';
import { nameOfDays, nameOfSpans } from '../lookups/storedcensus.ts';
import { censusColumns, mostCharacters, type StoredDay } from '../lookups/storeddays.ts';
import type { Settings } from '../settings/settings.ts';
import type { SourceDescription } from '../source/description.ts';
import { quoteIdentifier, quotePath } from '../sql/print.ts';
import type { Writing } from './fill.ts';

/** A row of the table of days. */
export interface DayRow {
  /** Days since 1970. */
  day: number;
  name: string;
  /** Rows of the spans table on that day, counted before it was asked about. */
  spans: number;
  held: StoredDay;
  /** Epoch milliseconds, by the server's clock. */
  begun: number;
}

/** Counts the rows of the spans table by day. */
export const spansOfDays = (
  source: SourceDescription,
  settings: Settings,
  days: readonly number[]
): Exchange<Map<number, number>> =>
  ask({
    step: 'counts',
    need: () => ({ statements: days.length > 0 ? countStatements(source, settings, days, {}) : [] }),
    read: (answers) =>
      new Map(answers.flatMap(rowsOf).map((row) => [Number(row[sliceColumn]), Number(row[daySpansColumn])])),
  });

/** Takes the census of a day that is over, of the spans. */
export function* dayHeld(
  source: SourceDescription,
  settings: Settings,
  day: number,
  now: number
): Exchange<Pick<DayRow, 'name' | 'held'>> {
  const slices = { closed: [day], open: null };
  const lives = livesFor({ now });
  const keys = yield* ask({
    step: 'keys',
    need: () => ({ statements: keysStatements(source, settings, slices, lives) }),
    read: (answers) => answers,
  });
  const spoken = () => readSpoken(keys, settings);
  const spans = yield* ask({
    step: 'spans',
    need: () => ({ statements: spansStatements(source, settings, slices, spoken(), lives) }),
    read: (answers) => answers,
  });
  const [own] = spoken();
  return {
    name: nameOfDays(source, settings),
    held: {
      keys: answerAbout(keysColumn, keys),
      spans: own
        ? {
            name: nameOfSpans(source, settings, own),
            spans: answerAbout(requestsColumn, spans),
            calls: answerAbout(toolColumn, spans),
          }
        : null,
    },
  };
}

/** Writes what a day holds; undefined where that is more than readers take. */
export function dayInto(path: readonly string[], { day, name, spans, held, begun }: DayRow): Writing | undefined {
  const answers = JSON.stringify(held);
  const values: Record<string, string | number> = {
    Day: new Date(day * 86_400_000).toISOString().slice(0, 10),
    Statement: name,
    Spans: spans,
    Answers: answers,
    Written: new Date(begun).toISOString().slice(0, 23).replace('T', ' '),
  };
  return answers.length > mostCharacters
    ? undefined
    : {
        sql: [
          `INSERT INTO ${quotePath(path)} (${Object.keys(censusColumns).map(quoteIdentifier).join(', ')})`,
          'SETTINGS distributed_foreground_insert = 1 FORMAT JSONEachRow',
        ].join('\n'),
        params: {},
        data: JSON.stringify(values),
      };
}

/** Throws where a question has no answer: then something else was asked. */
function answerAbout(about: string, answers: readonly Answer[]): StoredDay['keys'] {
  const [answer] = answers.filter(isAbout(about));
  if (!answer) {
    throw new Error(`no answer about ${about}`);
  }
  return { columns: answer.columns, rows: answer.rows };
}
