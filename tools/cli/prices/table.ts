import type { Connection } from '../connection.ts';
import { quoted } from '../prompts/table.ts';
import { priceColumns } from '../../../src/engine/lookups/prices.ts';
import { notAPriceTable } from '../../../src/engine/messages.ts';
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

/** What was synced last, as the text of a price table, and when. */
export type Stored = Pick<SyncedPrices, 'synced' | 'lines'>;

export const nothingStored: Stored = { synced: 0, lines: '' };

/** Reads the last sync; throws if the table is another one. */
export async function stored({ client, pricesTable }: Connection): Promise<Stored> {
  const table = quoted(pricesTable);
  const read = async <Row>(query: string): Promise<Row[]> =>
    (await client.query({ query, format: 'JSONEachRow' })).json<Row>();
  const columns = (await read<{ name: string }>(`DESCRIBE TABLE ${table}`)).map(({ name }) => name);
  const missing = priceColumns.filter((name) => !columns.includes(name));
  if (missing.length > 0) {
    throw new Error(notAPriceTable(pricesTable, missing));
  }
  const rows = await read<{ at: string; line: string }>(
    `SELECT toString(toUnixTimestamp64Milli(synced)) AS at, line FROM ${table} WHERE synced = (SELECT max(synced) FROM ${table}) ORDER BY position`
  );
  return { synced: Number(rows[0]?.at ?? 0), lines: rows.map(({ line }) => line).join('\n') };
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
