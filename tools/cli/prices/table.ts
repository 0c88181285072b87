import type { Connection } from '../connection.ts';
import { quoted } from '../prompts/table.ts';
import type { SyncedPrices } from '../../../src/engine/source/description.ts';

/** The statement that creates the table of prices, with one row a line of each sync; the last sync counts. */
export const ddl = (table: string): string => `CREATE TABLE IF NOT EXISTS ${quoted(table)} (
    synced DateTime64(3, 'UTC'),
    since String,
    version String,
    source String,
    position UInt32,
    line String CODEC(ZSTD(3))
) ENGINE = MergeTree
ORDER BY (synced, position)`;

export async function exists({ client, pricesTable }: Connection): Promise<boolean> {
  const result = await client.query({ query: `EXISTS TABLE ${quoted(pricesTable)}`, format: 'JSONEachRow' });
  const [row] = await result.json<{ result: number }>();
  return Number(row?.result) === 1;
}

/** The lines of the last sync; none without one. */
export async function stored({ client, pricesTable }: Connection): Promise<string[]> {
  const table = quoted(pricesTable);
  const result = await client.query({
    query: `SELECT line FROM ${table} WHERE synced = (SELECT max(synced) FROM ${table}) ORDER BY position`,
    format: 'JSONEachRow',
  });
  return (await result.json<{ line: string }>()).map(({ line }) => line);
}

/** Writes a sync in one block, so that it is there as a whole or not at all. */
export async function write(
  { client, pricesTable }: Connection,
  { lines, synced, ...about }: SyncedPrices
): Promise<void> {
  const at = new Date(synced).toISOString().replace('T', ' ').replace('Z', '');
  await client.insert({
    table: quoted(pricesTable),
    values: lines.split('\n').map((line, position) => ({ ...about, synced: at, position, line })),
    format: 'JSONEachRow',
  });
}
