import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hostOf, startHost, type Host } from '../engine/support.ts';

/** Tables of one database, with their rows spread over two shards. */
export interface Spread {
  database: string;
  /** Statements `CREATE TABLE <name> (...) ENGINE = MergeTree ...` or `... ReplacingMergeTree(...) ...`. */
  ddl: readonly string[];
  /** By table, columns that are hashed to find the shard of a row. */
  keys: Readonly<Record<string, string>>;
  /** By table, in JSONEachRow format. */
  rows: Record<string, object[]>;
}

/** Two shards, and a host that asks one of them. `Distributed` tables have the names that a spread gives. */
export interface Cluster {
  host: Host;
  fill(spread: Spread): Promise<void>;
  /** Waits until every replica has what was written to a spread's tables. */
  sync(database: string, tables: readonly string[]): Promise<void>;
  /** Writes rows in JSONEachRow format. */
  insert(database: string, table: string, rows: readonly object[]): Promise<void>;
  close(): Promise<void>;
}

/** The name of the cluster in both configurations. */
const name = 'genai';

/** How to reach a cluster that runs already, such as that of `deploy/cluster`; the embedded engine is used without it. */
const url = process.env['GENAI_CLUSTER_URL'];

/** Starts or reaches the cluster. Every spread that will be filled must be given. */
export const startCluster = (spreads: readonly Omit<Spread, 'rows'>[]): Promise<Cluster> =>
  url === undefined ? embedded(spreads) : external(url, spreads);

type Access = Parameters<typeof hostOf>[0];

const shardOf = (key: string) => `cityHash64(${key})`;
const local = (database: string) => `${database}_shard`;
/** The table's name in a statement that creates it. */
export const tableOf = (ddl: string): string => /^CREATE TABLE (?:IF NOT EXISTS )?`?(\w+)/.exec(ddl)?.[1] ?? '';
const columnsAndEngine = (ddl: string): string => ddl.slice(ddl.indexOf('('));

const distributed = ({ database, keys }: Omit<Spread, 'rows'>, table: string, onCluster = '') =>
  `CREATE TABLE ${database}.${table}${onCluster} AS ${local(database)}.${table}
   ENGINE = Distributed('${name}', '${local(database)}', '${table}', ${shardOf(keys[table] ?? '')})`;

/**
 * Makes a cluster of two shards that are both the embedded engine itself. It cannot be reached by others, so both read the
 * same tables, and of each table a shard sees the rows whose key is its own, by a row policy.
 */
async function embedded(spreads: readonly Omit<Spread, 'rows'>[]): Promise<Cluster> {
  const directory = await mkdtemp(join(tmpdir(), 'cluster-'));
  const config = join(directory, 'config.xml');
  const users = join(directory, 'users.xml');
  const shard = '<shard><replica><host>localhost</host><port>9000</port></replica></shard>';
  await writeFile(
    config,
    `<clickhouse>
      <tcp_port>9000</tcp_port>
      <remote_servers><${name}>${shard}${shard}</${name}></remote_servers>
      <users_config>${users}</users_config>
    </clickhouse>`
  );
  const policies = spreads.map(({ database, keys }) => {
    const tables = Object.entries(keys).map(
      ([table, key]) => `<${table}><filter>${shardOf(key)} % 2 + 1 = shardNum()</filter></${table}>`
    );
    return `<${local(database)}>${tables.join('')}</${local(database)}>`;
  });
  await writeFile(
    users,
    `<clickhouse>
      <profiles><default/></profiles>
      <quotas><default/></quotas>
      <users><default>
        <password/><profile>default</profile><quota>default</quota><networks><ip>::/0</ip></networks>
        <databases>${policies.join('')}</databases>
      </default></users>
    </clickhouse>`
  );
  const host = await startHost({ config });
  const insert = inserter({ url: host.url, user: 'default', password: '' });
  return {
    host,
    insert,
    sync: () => Promise.resolve(),
    fill: async (spread) => {
      const { database, ddl, rows } = spread;
      await host.command(`CREATE DATABASE ${local(database)}`);
      await host.command(`CREATE DATABASE ${database}`);
      for (const statement of ddl) {
        const table = tableOf(statement);
        await host.command(`CREATE TABLE ${local(database)}.${table} ${columnsAndEngine(statement)}`);
        await host.command(distributed(spread, table));
      }
      for (const [table, own] of Object.entries(rows)) {
        await insert(local(database), table, own);
      }
    },
    close: async () => {
      await host.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** Takes a cluster whose servers have the macros `shard` and `replica`. Databases of the tests are made anew. */
async function external(at: string, spreads: readonly Omit<Spread, 'rows'>[]): Promise<Cluster> {
  const access: Access = {
    url: at.replace(/\/$/, ''),
    user: process.env['GENAI_CLUSTER_USER'] ?? 'default',
    password: process.env['GENAI_CLUSTER_PASSWORD'] ?? '',
    close: () => Promise.resolve(),
  };
  const host = hostOf(access);
  const insert = inserter(access, { distributed_foreground_insert: '1' });
  const onCluster = ` ON CLUSTER '${name}'`;
  const drop = async (database: string) => {
    await host.command(`DROP DATABASE IF EXISTS ${database}${onCluster} SYNC`);
  };
  const databases = spreads.flatMap(({ database }) => [database, local(database)]);
  for (const database of databases) {
    await drop(database);
  }
  const sync: Cluster['sync'] = async (database, tables) => {
    for (const table of tables) {
      await host.command(`SYSTEM SYNC REPLICA${onCluster} ${local(database)}.${table}`);
    }
  };
  return {
    host,
    insert,
    sync,
    fill: async (spread) => {
      const { database, ddl, rows } = spread;
      await host.command(`CREATE DATABASE ${local(database)}${onCluster}`);
      await host.command(`CREATE DATABASE ${database}${onCluster}`);
      for (const statement of ddl) {
        const table = tableOf(statement);
        const replicated = withReplicas(columnsAndEngine(statement));
        await host.command(`CREATE TABLE ${local(database)}.${table}${onCluster} ${replicated}`);
        await host.command(distributed(spread, table, onCluster));
      }
      for (const [table, own] of Object.entries(rows)) {
        await insert(database, table, own);
      }
      await sync(database, Object.keys(rows));
    },
    close: async () => {
      for (const database of databases) {
        await drop(database);
      }
    },
  };
}

const path = `'/clickhouse/tables/{shard}/{database}/{table}', '{replica}'`;

/** Replicates a table: `ReplacingMergeTree(event_ts)` becomes `ReplicatedReplacingMergeTree('<path>', '{replica}', event_ts)`. */
const withReplicas = (sql: string): string =>
  sql.replace(
    /ENGINE = (\w*MergeTree)(?:\(([^)]*)\))?/,
    (_, engine: string, args?: string) => `ENGINE = Replicated${engine}(${path}${args ? `, ${args}` : ''})`
  );

/** Rows are sent as the body, because a server limits the length of a form's fields. */
const inserter =
  ({ url: at, user, password }: Omit<Access, 'close'>, settings: Record<string, string> = {}): Cluster['insert'] =>
  async (database, table, rows) => {
    const query = `INSERT INTO ${database}.${table} FORMAT JSONEachRow`;
    const search = new URLSearchParams({ query, date_time_input_format: 'best_effort', ...settings });
    const response = await fetch(`${at}/?${search.toString()}`, {
      method: 'POST',
      headers: { 'X-ClickHouse-User': user, 'X-ClickHouse-Key': password },
      body: rows.map((row) => JSON.stringify(row)).join('\n'),
    });
    if (!response.ok) {
      throw new Error(`${await response.text()}\n${query}`);
    }
  };
