import { schema } from '../../../tools/demo/data/schema.ts';
import type { Host } from '../engine/support.ts';
import { rowsOf } from './folder.ts';

/** Creates the collector's tables in a database, and inserts the libraries' rows unchanged. */
export async function loadLibraries(host: Host, database: string, libraries: readonly string[]): Promise<void> {
  for (const statement of schema(database)) {
    await host.command(statement);
  }
  for (const library of libraries) {
    await insert(host, `${database}.otel_traces`, rowsOf(library, 'traces'));
    await insert(host, `${database}.otel_logs`, rowsOf(library, 'logs'));
  }
}

async function insert(host: Host, table: string, rows: string): Promise<void> {
  if (rows === '') {
    return;
  }
  const statement = `INSERT INTO ${table} SETTINGS input_format_skip_unknown_fields = 1, date_time_input_format = 'best_effort' FORMAT JSONEachRow`;
  const response = await fetch(`${host.url}/?query=${encodeURIComponent(statement)}`, { method: 'POST', body: rows });
  const text = await response.text();
  if (!response.ok) {
    throw new Error(`${text}\n${statement}`);
  }
}
