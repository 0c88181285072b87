import { hasMinutes } from '../../../src/engine/lookups/tier.ts';
import { describeSource, type Filler } from './filler.ts';
import { rowsOf } from './hours.ts';
import { tablesOf } from './tables.ts';

/** A statement that began before its run was replaced may still read it. */
const settlingMinutes = 30;

/** A run that was ended before its marks. Its number has the time of its beginning. */
const abandonedHours = 24;

/** Removes rows that count for nothing: those of runs that a later one replaced, and of runs that never ended. */
export async function removeReplaced(filler: Filler): Promise<void> {
  const { sql } = tablesOf(filler.settings);
  const latest = [
    'SELECT Hour, max(Run) AS Latest, argMax(Marked, Run) AS Since',
    `FROM ${sql.hours}`,
    'GROUP BY Hour',
  ].join(' ');
  const old = `Since < now64(3) - toIntervalMinute(${settlingMinutes})`;
  const replaced = `(Hour, Run) IN (SELECT Hour, Run FROM ${sql.hours} AS h INNER JOIN (${latest}) AS l USING (Hour) WHERE Run < Latest AND ${old})`;
  const abandoned = [
    `(Hour, Run) NOT IN (SELECT Hour, Run FROM ${sql.hours})`,
    `Run < toUInt64(toUnixTimestamp(now() - toIntervalHour(${abandonedHours}))) * 1000 * 1024`,
  ].join(' AND ');
  const kept = hasMinutes(await describeSource(filler)) ? [sql.calls, sql.minutes] : [sql.calls];
  const removed = [
    ...kept.flatMap((table) => [replaced, abandoned].map((condition) => [table, condition] as const)),
    [sql.hours, replaced] as const,
  ];
  for (const [table, condition] of removed) {
    const [row] = await rowsOf<{ rows: unknown }>(filler, `SELECT count() AS rows FROM ${table} WHERE ${condition}`);
    if (Number(row?.rows) > 0) {
      await filler.write({ sql: `DELETE FROM ${table} WHERE ${condition}`, params: {} });
    }
  }
}
