import { readSettings } from '../../../src/engine/settings/settings.ts';
import { tablePath } from '../../../src/engine/source/tablepath.ts';
import { quotePath } from '../../../src/engine/sql/print.ts';
import { select, type Server } from '../server.ts';

/** A table of the collector, with the types of its columns. */
export interface CollectorTable {
  sql: string;
  columns: Readonly<Record<string, string>>;
}

/** What to say of a table that is not there, and of one that lacks columns. */
export interface Refusals {
  missing: (table: string) => string;
  notLaidOut: (table: string, lacking: readonly string[]) => string;
}

/** Describes a table. Throws if it is not there, or none of the collector’s because it lacks columns. */
export async function collectorTable(
  server: Server,
  name: string,
  needed: readonly string[],
  refusals: Refusals
): Promise<CollectorTable> {
  const path = tablePath(name, readSettings(server.settings).database);
  const rows = await select<{ name: string; type: string }>(
    server,
    'SELECT name, type FROM system.columns WHERE database = {database:String} AND table = {table:String}',
    { database: path[0] ?? '', table: path[1] ?? '' }
  );
  const columns = Object.fromEntries(rows.map(({ name: column, type }) => [column, type]));
  if (rows.length === 0) {
    throw new Error(refusals.missing(path.join('.')));
  }
  const lacking = needed.filter((column) => !(column in columns));
  if (lacking.length > 0) {
    throw new Error(refusals.notLaidOut(path.join('.'), lacking));
  }
  return { sql: quotePath(path), columns };
}

export const isJson = ({ columns }: CollectorTable, name: string): boolean => (columns[name] ?? '').startsWith('JSON');
