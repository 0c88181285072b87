import { namesOf } from '../../../src/engine/tiers/views/filled.ts';
import { lateHours } from '../../../src/engine/tiers/views/runs.ts';
import { heading, moment, table } from '../table.ts';
import type { Filler } from './filler.ts';
import { hour, rowsOf } from './hours.ts';
import { leftOpen, viewsOutdated, viewsSilent } from './messages.ts';
import { tablesOf } from './tables.ts';

/** They run once an hour; after two they should have. */
const silence = 2 * hour;

/** Says how the views do, and which hours they leave open and why; nothing where there are none. */
export async function viewsText(filler: Filler, version: string): Promise<string[]> {
  const tables = tablesOf(filler.settings);
  const names = namesOf(tables);
  const [database = ''] = names.runs.length > 1 ? names.runs : [''];
  const views = await refreshesOf(filler, database, Object.values(names).map(nameIn));
  if (views.length === 0) {
    return [];
  }
  const runs = names.runs.map((part) => `\`${part}\``).join('.');
  const [last] = await rowsOf<{ planned: string; milliseconds: unknown; version: string }>(
    filler,
    `SELECT toString(max(Planned)) AS planned, toUnixTimestamp64Milli(max(Planned)) AS milliseconds, argMax(Version, Run) AS version FROM ${runs} HAVING count() > 0`
  );
  const open = await openHours(filler, runs, tables.sql.hours, version);
  const now = (filler.now ?? Date.now)();
  return [
    ...(last && last.version !== version ? [viewsOutdated()] : []),
    ...(last && now - Number(last.milliseconds) > silence ? [viewsSilent(moment(last.planned))] : []),
    heading('Views'),
    table(['view', 'status', 'succeeded at', 'next at', 'exception'], views),
    ...(open.length > 0 ? [leftOpen(open.length), table(['hour (UTC)', 'spans', 'why'], open)] : []),
  ];
}

const nameIn = (path: readonly string[]): string => path[path.length - 1] ?? '';

async function refreshesOf(filler: Filler, database: string, names: readonly string[]): Promise<unknown[][]> {
  const sql = [
    'SELECT view, status, toString(last_success_time) AS succeeded, toString(next_refresh_time) AS next, exception',
    'FROM system.view_refreshes',
    'WHERE database = {database:String} AND has({names:Array(String)}, view)',
    'ORDER BY view',
  ].join('\n');
  const params = { database, names: `[${names.map((name) => `'${name}'`).join(',')}]` };
  // Servers before 24.3 have no such views, and no such table.
  const answer = await filler.run({ sql, params, settings: {} }).catch(() => undefined);
  return answer?.ok
    ? answer.rows.map((row) => [...row.slice(0, -1), firstLine(String(row[row.length - 1] ?? ''))])
    : [];
}

const firstLine = (text: string): string => text.slice(0, 200).split('\n')[0] ?? '';

/** Hours that are not marked, as the latest run that looked at them says. */
async function openHours(filler: Filler, runs: string, marks: string, version: string): Promise<unknown[][]> {
  const rows = await rowsOf<{ hour: string; spans: unknown; why: string[] }>(
    filler,
    [
      "SELECT toString(toDateTime(h * 3600, 'UTC')) AS hour, argMax(s, Run) AS spans, argMax(w, Run) AS why",
      `FROM ${runs} ARRAY JOIN Open AS h, OpenSpans AS s, Why AS w`,
      `WHERE h >= toUnixTimestamp(now()) / 3600 - ${lateHours}`,
      `  AND (h, s) NOT IN (SELECT toInt64(intDiv(toUnixTimestamp(Hour), 3600)), Spans FROM ${marks} WHERE Version = {version:String})`,
      'GROUP BY h',
      'ORDER BY h DESC',
    ].join('\n'),
    { version }
  );
  return rows.map(({ hour: at, spans, why }) => [at, Number(spans), shortened(why)]);
}

const shown = 5;
const shortened = (why: readonly string[]): string =>
  [...why.slice(0, shown), ...(why.length > shown ? [`and ${why.length - shown} more`] : [])].join('\n');
