import { callsColumns, hoursColumns, misfits } from '../compile/rows/storedcolumns.ts';
import { storedVersion } from '../compile/rows/storedversion.ts';
import type { Answer, Statement } from '../host.ts';
import { tierEmpty, tierHalf, tierMisfits } from '../messages.ts';
import type { Settings } from '../settings/settings.ts';
import type { SourceDescription, TableDescription } from '../source/description.ts';
import type { ClosedHours, Tier } from '../source/tier.ts';
import { quoteIdentifier } from '../sql/print.ts';
import { escapeParameter } from '../sql/parameters.ts';
import { ask, type Conversation } from './conversation.ts';

/** An hour that is closed meanwhile is read from the spans until then, which gives the same. */
const kept = { cacheSeconds: 30, staleSeconds: 600 };

const hour = 3_600_000;

/** Asks which hours the table of calls has; undefined where there is no such table, or it is not one of ours. */
export function* tierOf(source: SourceDescription, settings: Settings, now: number): Conversation<Tier | undefined> {
  const tables = tierTables(source);
  const version = tables ? storedVersion(settings, source) : '';
  const closed = yield* ask<ClosedHours>({
    step: 'tier',
    need: () => ({ statements: tables ? [hoursStatement(tables.hours, version)] : [] }),
    read: ([answer]) => (answer ? readHours(answer, now) : []),
    // Without the right to read it, or while it is made anew, everything is read from the spans.
    instead: () => [],
  });
  return tables && closed.length > 0 ? { ...tables, version, closed } : undefined;
}

/** The two tables, where both are there with the columns that they should have. */
export function tierTables({
  others,
}: SourceDescription): { calls: TableDescription; hours: TableDescription } | undefined {
  const { calls, hours } = others;
  return calls && hours && misfits(calls, callsColumns()).length === 0 && misfits(hours, hoursColumns).length === 0
    ? { calls, hours }
    : undefined;
}

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

/** Asks for ranges of marked hours, which are few where hours are many. */
function hoursStatement({ path }: TableDescription, version: string): Statement {
  const table = path.map(quoteIdentifier).join('.');
  return {
    sql: [
      'SELECT min(h) AS first, max(h) + 1 AS end',
      'FROM (',
      '  SELECT h, h - toInt64(row_number() OVER (ORDER BY h)) AS range',
      '  FROM (',
      '    SELECT DISTINCT toInt64(intDiv(toUnixTimestamp(`Hour`), 3600)) AS h',
      `    FROM ${table}`,
      '    WHERE `Version` = {version:String}',
      '  )',
      ')',
      'GROUP BY range',
      'ORDER BY first',
    ].join('\n'),
    params: { version: escapeParameter(version) },
    settings: {},
    ...kept,
  };
}

/** Leaves out hours that are not over, which a wrong clock may have marked. */
function readHours({ columns, rows }: Answer, now: number): ClosedHours {
  const at = (row: readonly unknown[], name: string): number => Number(row[columns.indexOf(name)]);
  const over = Math.floor(now / hour);
  return rows
    .map((row) => [at(row, 'first'), Math.min(at(row, 'end'), over)] as const)
    .filter(([first, end]) => first < end);
}
