import type { Answer, Statement } from '../host.ts';
import { escapeParameter } from '../sql/escape.ts';
import { quotePath } from '../sql/print.ts';
import { isAbout, rowsOf } from './answers.ts';
import { toolColumn } from './callsquestion.ts';
import { daySpansColumn } from './daycounts.ts';
import { bothKeys, readKeys, type OfKeys } from './keysanswers.ts';
import { keysColumn } from './keysquestions.ts';
import { sliceColumn, slicesParameter } from './slices.ts';
import { bothSpans, readSpans, type OfSpans } from './spansanswers.ts';
import { requestsColumn } from './spansquestion.ts';
import type { Settings } from '../settings/settings.ts';
import type { TableDescription } from '../source/description.ts';
import * as z from 'zod/mini';

/** The columns of the table of days: what the questions of a census were answered about a day that is over. */
export const censusColumns: Readonly<Record<string, string>> = {
  Day: 'Date',
  /** The name of the first round's statement. */
  Statement: 'LowCardinality(String)',
  /** Rows of the spans table on that day before it was asked about. */
  Spans: 'UInt64',
  /** A StoredDay. */
  Answers: 'String',
  /** When it was begun: the latest row of a day counts. */
  Written: "DateTime64(3, 'UTC')",
};

/** Characters of a day's answers. A day with more is asked of the spans. */
export const mostCharacters = 1_000_000;

/** The first column of what the table is asked for. */
export const storedColumn = 'storedDay';

/** Asks what was written of days under the name of a statement. */
export function storedStatement({ path }: TableDescription, name: string): Pick<Statement, 'sql' | 'params'> {
  const days = `{${slicesParameter}:Array(Int64)}`;
  return {
    sql: [
      `SELECT argMax(\`Answers\`, \`Written\`) AS ${storedColumn},`,
      `  toInt64(\`Day\`) AS ${sliceColumn},`,
      '  argMax(`Spans`, `Written`) AS spans',
      `FROM ${quotePath(path)}`,
      `WHERE \`Day\` >= toDate(arrayMin(${days})) AND \`Day\` <= toDate(arrayMax(${days}))`,
      `  AND has(${days}, toInt64(\`Day\`)) AND \`Statement\` = {statement:String}`,
      'GROUP BY `Day`',
      `HAVING length(${storedColumn}) <= ${mostCharacters}`,
    ].join('\n'),
    params: { statement: escapeParameter(name) },
  };
}

/** Counts the days that are written under the name of a statement. */
export const daysCounted = ({ path }: TableDescription, name: string): Statement => ({
  sql: [
    'SELECT uniqExact(`Day`) AS days, toString(max(`Day`)) AS last',
    `FROM ${quotePath(path)}`,
    'WHERE `Statement` = {statement:String}',
  ].join('\n'),
  params: { statement: escapeParameter(name) },
  settings: {},
});

const number = z.union([z.number(), z.boolean(), z.null(), z.string().check(z.regex(/^-?\d+(\.\d+)?$/))]);
const texts = z.array(z.string());
const counts = z.tuple([texts, z.array(number)]);

/** The answers of one question: what its rows must be, so that readers can read them. */
const answerOf = (about: string, shape: Record<string, z.ZodMiniType>) =>
  z
    .object({ columns: z.array(z.string()), rows: z.array(z.array(z.unknown())) })
    .check(
      z.refine(
        ({ columns, rows }) =>
          columns[0] === about &&
          z.safeParse(z.array(z.object({ [sliceColumn]: z.number(), ...shape })), rowsOf({ ok: true, columns, rows }))
            .success
      )
    );

const storedDay = z.object({
  keys: answerOf(keysColumn, { [keysColumn]: texts, kind: number, named: number, scope: z.string(), longest: number }),
  spans: z.nullable(
    z.object({
      /** The name of the second round's statements. */
      name: z.string(),
      spans: answerOf(requestsColumn, {
        [requestsColumn]: number,
        scope: z.string(),
        ofRequests: counts,
        ofOthers: counts,
        models: z.array(z.tuple([z.string(), z.string(), z.string()])),
        sampled: number,
        failedAgents: number,
        longestRequest: number,
        longestSpan: number,
      }),
      calls: answerOf(toolColumn, {
        [toolColumn]: number,
        ...Object.fromEntries(
          ['scopes', 'peers', 'repeats', 'elsewhere', 'children', 'several', 'own', 'deep'].map((name) => [
            name,
            number,
          ])
        ),
        aboveSdk: texts,
      }),
    })
  ),
});

/** What the questions were answered; `spans` is null where there was nothing to ask. */
export type StoredDay = z.infer<typeof storedDay>;

/** What the table has of days: all that its first answers say together, and what the second ones do, by their statements. */
export interface StoredDays {
  days: number[];
  keys: OfKeys | null;
  spans: { name: string; days: number[]; of: OfSpans }[];
}

/**
 * Reads the table's rows. What cannot be read counts as not there, as does a day that has other spans now than when it was
 * written, if they were counted.
 */
export function readDays(answers: readonly Answer[], settings: Settings): StoredDays {
  const counted = answers.filter(isAbout(daySpansColumn)).flatMap(rowsOf);
  const spansNow = new Map(counted.map((row) => [Number(row[sliceColumn]), Number(row[daySpansColumn])]));
  const isSame = (day: number, spans: unknown): boolean =>
    !answers.some(isAbout(daySpansColumn)) || spansNow.get(day) === Number(spans);
  const all: StoredDays = { days: [], keys: null, spans: [] };
  for (const row of answers.filter(isAbout(storedColumn)).flatMap(rowsOf)) {
    const day = Number(row[sliceColumn]);
    const stored = isSame(day, row['spans']) ? readDay(String(row[storedColumn]), day) : undefined;
    if (stored) {
      const keys = readKeys([asAnswer(stored.keys)], settings);
      all.days.push(day);
      all.keys = all.keys ? bothKeys(all.keys, keys) : keys;
    }
    if (stored?.spans) {
      const { name, spans, calls } = stored.spans;
      const of = readSpans([asAnswer(spans), asAnswer(calls)], settings);
      const known = all.spans.find((one) => one.name === name);
      if (known) {
        known.days.push(day);
        known.of = bothSpans(known.of, of);
      } else {
        all.spans.push({ name, days: [day], of });
      }
    }
  }
  return all;
}

const asAnswer = ({ columns, rows }: StoredDay['keys']): Answer => ({ ok: true, columns, rows });

/** Returns undefined for what this version did not write, or only a part of it. */
function readDay(text: string, day: number): StoredDay | undefined {
  const parsed = z.safeParse(storedDay, fromJson(text));
  if (!parsed.success) {
    return undefined;
  }
  const { keys, spans } = parsed.data;
  const rows = [keys, ...(spans ? [spans.spans, spans.calls] : [])].flatMap((answer) => rowsOf(asAnswer(answer)));
  return rows.every((row) => row[sliceColumn] === day) ? parsed.data : undefined;
}

function fromJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
