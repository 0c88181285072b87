import type { HostSettings } from '../../../src/engine/host.ts';
import { readSettings } from '../../../src/engine/settings/settings.ts';
import { tablePath } from '../../../src/engine/source/tablepath.ts';
import { quoteIdentifier } from '../../../src/engine/sql/print.ts';

/** The tables of a data source's tiers, as paths and as SQL. */
export interface Tables {
  calls: string[];
  hours: string[];
  sql: { calls: string; hours: string; traces: string };
}

export function tablesOf(host: HostSettings): Tables {
  const { callsTable, hoursTable, tracesTable, database } = readSettings(host);
  const [calls, hours, traces] = [callsTable, hoursTable, tracesTable].map((name) => tablePath(name, database)) as [
    string[],
    string[],
    string[],
  ];
  const quoted = (path: string[]) => path.map(quoteIdentifier).join('.');
  return { calls, hours, sql: { calls: quoted(calls), hours: quoted(hours), traces: quoted(traces) } };
}
