import type { Answer, Statement } from '../host.ts';
import { missing, layouts } from './layouts/index.ts';

/** Tables beyond this number are not looked at. */
const mostTables = 5000;

/** A table that a data source can read, as its settings name it. */
export interface TableThere {
  database: string;
  table: string;
  /** What it can be read as. */
  role: 'traces' | 'logs' | 'gauges';
  /** The title of the layout that it has. */
  layout: string;
}

/** Asks for the columns of all tables that the user may read. */
export const tablesStatement = (): Statement => ({
  sql: [
    'SELECT database, table, toJSONString(groupArray((name, type)))',
    'FROM system.columns',
    "WHERE lower(database) NOT IN ('system', 'information_schema')",
    'GROUP BY database, table',
    'ORDER BY database, table',
    `LIMIT ${mostTables}`,
  ].join('\n'),
  params: {},
  settings: {},
});

/** Reads those that have a known layout: a table of the user's own is not told from any other. */
export const readTables = ({ rows }: Answer): TableThere[] =>
  rows.flatMap(([database, table, columns]) => {
    const path = [String(database), String(table)];
    const described = {
      path,
      columns: Object.fromEntries(JSON.parse(String(columns)) as ReadonlyArray<[name: string, type: string]>),
    };
    return layouts.flatMap(({ title, required, logs, gauges }) =>
      Object.entries({ traces: required, logs: logs?.required, gauges: gauges?.required }).flatMap(([role, needed]) =>
        needed && missing(needed, described).length === 0
          ? [{ database: path[0] ?? '', table: path[1] ?? '', role: role as TableThere['role'], layout: title }]
          : []
      )
    );
  });
