import { callsColumns, storedFacts, storedScores } from '../../compile/rows/storedcolumns.ts';
import { quoteIdentifier, quotePath } from '../../sql/print.ts';
import type { quickAnalysis } from '../../sql/settings.ts';
import { namesOf, runsColumns, type Filled, type Tables } from './filled.ts';
import { premisesOf } from './premises.ts';
import { callsSelect, closingSelect, hoursSelect, minutesSelect } from './rows.ts';
import { runsSelect } from './runs.ts';

/** How the views are made. */
export interface ViewsDdl extends Filled {
  /** Whether replicas keep the table of runs, and the rows of the latest, in step. */
  replicated?: boolean | undefined;
  /** Settings of long statements that the server knows: a view with any other could not be made. */
  quick?: Partial<typeof quickAnalysis>;
}

/** Waits for the shards of a `Distributed` table. */
const written = { distributed_foreground_insert: 1 };

/** A quarter of an hour after an hour is over, and a minute. */
const schedule = 'REFRESH EVERY 1 HOUR OFFSET 16 MINUTE';

/**
 * The statements that create the views by which ClickHouse fills the table of calls itself, once an hour:
 *
 *   runs_filler ─▶ runs       which hours are due, and which stay open, and why
 *   closing                   the rows of these hours; all of them or, if the refresh fails, those of the run before
 *   closing_scores            their scores, in the same way
 *   calls_filler ─▶ calls     copies them
 *   minutes_filler ─▶ minutes adds them up
 *   hours_filler ─▶ hours     marks the hours, once all copies are there
 *
 * Each refreshes after the one before. What counts does not depend on that: each compares what is in the tables, so that a
 * refresh that failed, was ended, repeated or run twice at once loses nothing and counts nothing twice.
 */
export function createViewStatements(ddl: ViewsDdl): string[] {
  const { calls, minutes, hours } = ddl;
  const premises = premisesOf(ddl.census, ddl.settings);
  const { runs, runsFiller, closing, closingScores, callsFiller, minutesFiller, hoursFiller } = namesOf(ddl);
  const [quick, appended] = [ddl.quick ?? {}, { ...written, ...ddl.quick }];
  const engine = ddl.replicated ? 'ReplicatedMergeTree' : 'MergeTree';
  return [
    [
      `CREATE TABLE IF NOT EXISTS ${quotePath(runs)} (\n${columnLines(runsColumns)}\n) ENGINE = ${engine}`,
      'ORDER BY `Run`',
      'TTL toDateTime(`Planned`) + toIntervalDay(30)',
    ].join('\n'),
    view(runsFiller, [], `APPEND TO ${quotePath(runs)}`, runsSelect(ddl, premises), appended),
    ...[[closing, storedFacts] as const, [closingScores, [storedScores]] as const].map(([path, facts]) =>
      view(
        path,
        [runsFiller],
        `(\n${columnLines(callsColumns())}\n) ENGINE = ${engine}\nORDER BY (\`Fact\`, \`Hour\`, \`Timestamp\`)`,
        closingSelect(ddl, premises, facts),
        quick
      )
    ),
    view(callsFiller, [closing, closingScores], `APPEND TO ${quotePath(calls)}`, callsSelect(ddl), appended),
    ...(minutes
      ? [view(minutesFiller, [callsFiller], `APPEND TO ${quotePath(minutes)}`, minutesSelect(ddl, minutes), appended)]
      : []),
    view(
      hoursFiller,
      [minutes ? minutesFiller : callsFiller],
      `APPEND TO ${quotePath(hours)}`,
      hoursSelect(ddl),
      appended
    ),
  ];
}

/** The statements that remove the views and the table of runs. */
export function dropViewStatements(tables: Tables): string[] {
  const { runs, runsFiller, closing, closingScores, callsFiller, minutesFiller, hoursFiller } = namesOf(tables);
  return [hoursFiller, minutesFiller, callsFiller, closingScores, closing, runsFiller, runs].map(
    (path) => `DROP TABLE IF EXISTS ${quotePath(path)}`
  );
}

/** A view that first refreshes at the next time of the schedule. */
function view(
  path: readonly string[],
  after: (readonly string[])[],
  target: string,
  select: string,
  settings: Readonly<Record<string, number>>
): string {
  const own = Object.entries(settings).map(([name, value]) => `${name} = ${value}`);
  const set = own.length > 0 ? `\nSETTINGS ${own.join(', ')}` : '';
  const depends = after.length > 0 ? ` DEPENDS ON ${after.map(quotePath).join(', ')}` : '';
  return `CREATE MATERIALIZED VIEW ${quotePath(path)} ${schedule}${depends}\n${target}\nEMPTY AS\n${select}${set}`;
}

const columnLines = (columns: Readonly<Record<string, string>>): string =>
  Object.entries(columns)
    .map(([name, type]) => `    ${quoteIdentifier(name)} ${type}`)
    .join(',\n');
