import type { Connection } from '../connection.ts';
import type { PromptVersion } from './registry.ts';

/** Quotes `table` or `database.table`. */
export function quoted(table: string): string {
  const parts = table.split('.');
  if (parts.length > 2 || parts.some((part) => !/^[^`\\]+$/.test(part))) {
    throw new Error(`The table name ${JSON.stringify(table)} is not valid. Write table or database.table.`);
  }
  return parts.map((part) => `\`${part}\``).join('.');
}

/** The statement that creates the registry, with one row per version; the row written last counts. */
export const ddl = (table: string): string => `CREATE TABLE IF NOT EXISTS ${quoted(table)} (
    name String,
    version String,
    sha String,
    template String CODEC(ZSTD(3)),
    deployed_at Nullable(DateTime64(3, 'UTC')),
    owner String,
    synced_at DateTime64(3, 'UTC')
) ENGINE = ReplacingMergeTree(synced_at)
ORDER BY (name, version)`;

export async function exists({ client, promptsTable }: Connection): Promise<boolean> {
  const result = await client.query({ query: `EXISTS TABLE ${quoted(promptsTable)}`, format: 'JSONEachRow' });
  const [row] = await result.json<{ result: number }>();
  return Number(row?.result) === 1;
}

interface StoredRow {
  name: string;
  version: string;
  sha: string;
  template: string;
  deployedAt: string | null;
  owner: string;
}

export async function stored({ client, promptsTable }: Connection): Promise<PromptVersion[]> {
  const result = await client.query({
    query: [
      'SELECT name, version, sha, template, owner,',
      '  toString(toUnixTimestamp64Milli(deployed_at)) AS deployedAt',
      `FROM ${quoted(promptsTable)} FINAL`,
      'ORDER BY name, deployed_at, version',
    ].join('\n'),
    format: 'JSONEachRow',
  });
  const rows = await result.json<StoredRow>();
  return rows.map((row) => ({ ...row, deployedAt: row.deployedAt === null ? null : Number(row.deployedAt) }));
}

export async function write({ client, promptsTable }: Connection, versions: readonly PromptVersion[]): Promise<void> {
  if (versions.length === 0) {
    return;
  }
  const synced = clickHouseTime(Date.now());
  await client.insert({
    table: quoted(promptsTable),
    values: versions.map(({ deployedAt, ...version }) => ({
      ...version,
      deployed_at: deployedAt === null ? null : clickHouseTime(deployedAt),
      synced_at: synced,
    })),
    format: 'JSONEachRow',
  });
}

const clickHouseTime = (milliseconds: number): string =>
  new Date(milliseconds).toISOString().replace('T', ' ').replace('Z', '');
