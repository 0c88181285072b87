import type { HostSettings } from '../../../src/engine/host.ts';
import { readSettings } from '../../../src/engine/settings/settings.ts';
import { tablePath } from '../../../src/engine/source/tablepath.ts';
import { quotePath } from '../../../src/engine/sql/print.ts';

/** The tables of a data source's tiers, as paths and as SQL. */
export interface Tables {
  calls: string[];
  minutes: string[];
  hours: string[];
  census: string[];
  sql: { calls: string; minutes: string; hours: string; census: string };
}

export function tablesOf(host: HostSettings): Tables {
  const { callsTable, minutesTable, hoursTable, censusTable, database } = readSettings(host);
  const calls = tablePath(callsTable, database);
  const minutes = tablePath(minutesTable, database);
  const hours = tablePath(hoursTable, database);
  const census = tablePath(censusTable, database);
  return {
    calls,
    minutes,
    hours,
    census,
    sql: { calls: quotePath(calls), minutes: quotePath(minutes), hours: quotePath(hours), census: quotePath(census) },
  };
}
