import { minuteColumns } from '../compile/rows/minutecolumns.ts';
import { minutesVersion } from '../compile/rows/minuteselect.ts';
import { callsColumns, hoursColumns, misfits } from '../compile/rows/storedcolumns.ts';
import { storedVersion } from '../compile/rows/storedversion.ts';
import type { Answer, Statement } from '../host.ts';
import { tierEmpty, tierHalf, tierMisfits } from '../messages.ts';
import type { Settings } from '../settings/settings.ts';
import type { SourceDescription, TableDescription } from '../source/description.ts';
import type { ClosedHours, Tier } from '../source/tier.ts';
import { quotePath } from '../sql/print.ts';
import { escapeParameter } from '../sql/escape.ts';
import { ask, type Exchange } from './exchange.ts';

/** An hour that is closed meanwhile is read from the spans until then, which gives the same. */
const kept = { cacheSeconds: 30, staleSeconds: 600 };

const hour = 3_600_000;

/** Asks which hours the table of calls has; undefined where there is no such table, or it is not one of ours. */
export function* tierOf(source: SourceDescription, settings: Settings, now: number): Exchange<Tier | undefined> {
  const tables = tierTables(source);
  const version = tables ? storedVersion(settings, source) : '';
  const closed = yield* ask<Closed>({
    step: 'tier',
    need: () => ({ statements: tables ? [hoursStatement(tables.hours, version, minutesVersion())] : [] }),
    read: ([answer]) => (answer ? readHours(answer, now) : none),
    // Without the right to read it, or while it is made anew, everything is read from the spans.
    instead: () => none,
  });
  const { all, added } = closed;
  const { minutes } = hasMinutes(source) ? source.others : {};
  return tables && all.length > 0
    ? {
        ...tables,
        version,
        closed: all,
        ...(minutes ? { minutes, minutesVersion: minutesVersion(), added } : {}),
      }
    : undefined;
}

interface Closed {
  /** Lists the hours that the table of calls has. */
  all: ClosedHours;
  /** Lists those whose latest run also wrote the table of minutes. */
  added: ClosedHours;
}

const none: Closed = { all: [], added: [] };

/** The two tables, where both are there with the columns that they should have. */
export function tierTables({
  others,
}: SourceDescription): { calls: TableDescription; hours: TableDescription } | undefined {
  const { calls, hours } = others;
  return calls && hours && misfits(calls, callsColumns()).length === 0 && misfits(hours, hoursColumns).length === 0
    ? { calls, hours }
    : undefined;
}

/** Whether there is a table of minutes with the columns that it should have. */
export const hasMinutes = ({ others: { minutes } }: SourceDescription): boolean =>
  minutes !== undefined && misfits(minutes, minuteColumns()).length === 0;

/** Why the table of calls is not used although something of it is there; undefined if it is used, or there is nothing. */
export function tierProblem({ others }: SourceDescription, tier: Tier | undefined): string | undefined {
  const { calls, hours } = others;
  if (tier || (!calls && !hours)) {
    return undefined;
  }
  if (!calls || !hours) {
    return tierHalf((calls ?? hours)?.path.join('.') ?? '');
  }
  const missing = [...misfits(calls, callsColumns()), ...misfits(hours, hoursColumns)];
  return missing.length > 0 ? tierMisfits(calls.path.join('.'), missing) : tierEmpty(calls.path.join('.'));
}

/** Asks for ranges of marked hours, which are few where hours are many, and whether the table of minutes has them. */
function hoursStatement({ path }: TableDescription, version: string, minutes: string): Statement {
  const table = quotePath(path);
  return {
    sql: [
      'SELECT min(h) AS first, max(h) + 1 AS end, added',
      'FROM (',
      '  SELECT h, added, h - toInt64(row_number() OVER (PARTITION BY added ORDER BY h)) AS range',
      '  FROM (',
      '    SELECT toInt64(intDiv(toUnixTimestamp(`Hour`), 3600)) AS h, argMax(`Minutes`, `Run`) = {minutes:String} AS added',
      `    FROM ${table}`,
      '    WHERE `Version` = {version:String}',
      '    GROUP BY h',
      '  )',
      ')',
      'GROUP BY range, added',
      'ORDER BY first',
    ].join('\n'),
    params: { version: escapeParameter(version), minutes: escapeParameter(minutes) },
    settings: {},
    ...kept,
  };
}

/** Leaves out hours that are not over, which a wrong clock may have marked. */
function readHours({ columns, rows }: Answer, now: number): Closed {
  const at = (row: readonly unknown[], name: string): number => Number(row[columns.indexOf(name)]);
  const over = Math.floor(now / hour);
  const ranges = rows
    .map((row) => [at(row, 'first'), Math.min(at(row, 'end'), over), at(row, 'added')] as const)
    .filter(([first, end]) => first < end);
  const of = (some: typeof ranges): ClosedHours => some.map(([first, end]) => [first, end] as const);
  return { all: of(ranges), added: of(ranges.filter(([, , added]) => added === 1)) };
}
