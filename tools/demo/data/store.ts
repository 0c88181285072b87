import { createClient, type ClickHouseClient } from '@clickhouse/client';
import type { Chunk } from './rows.ts';
import { schema, TABLES } from './schema.ts';

export interface Connection {
  user?: string;
  password?: string;
  /** 'otel' by default. */
  database?: string;
}

/** What was loaded, with times in epoch milliseconds. */
export interface Loaded {
  t0: number;
  seed: number;
  genAiShare: number;
  /** Rows that arrive before this are in the tables. */
  written: number;
}

export interface Store {
  /** Reads what was loaded; null if nothing was. */
  loaded(): Promise<Loaded | null>;
  create(): Promise<void>;
  /** Drops the demo's tables; refuses if something other than the demo has written to them. */
  drop(): Promise<void>;
  write(chunk: Chunk): Promise<void>;
  mark(loaded: Loaded): Promise<void>;
  close(): Promise<void>;
}

const foreignTables = (database: string) =>
  new Error(
    `The database "${database}" has a table otel_traces that the demo did not create. Choose another database for the demo.`
  );

export function openStore(to: string | ClickHouseClient, connection: Connection = {}): Store {
  const { user = 'default', password = '', database = 'otel' } = connection;
  const client = typeof to === 'string' ? createClient({ url: to, username: user, password }) : to;
  const name = (table: string) => `\`${database}\`.\`${table}\``;
  const command = (query: string) => client.command({ query });

  async function has(table: string): Promise<boolean> {
    const result = await client.query({
      query: 'SELECT count() AS n FROM system.tables WHERE database = {database:String} AND name = {table:String}',
      query_params: { database, table },
      format: 'JSONEachRow',
    });
    const rows = await result.json<{ n: string | number }>();
    return Number(rows[0]?.n ?? 0) > 0;
  }

  async function insert(table: string, values: readonly object[]): Promise<void> {
    if (values.length > 0) {
      await client.insert({ table: name(table), values, format: 'JSONEachRow' });
    }
  }

  return {
    loaded: async () => {
      if (!(await has('demo_load'))) {
        return null;
      }
      const result = await client.query({
        query: `SELECT toString(t0) AS t0, seed, genAiShare, toString(written) AS written FROM ${name('demo_load')} ORDER BY t0 DESC, written DESC LIMIT 1`,
        format: 'JSONEachRow',
      });
      const [row] = await result.json<Record<keyof Loaded, string | number>>();
      return row
        ? {
            t0: Number(row.t0),
            seed: Number(row.seed),
            genAiShare: Number(row.genAiShare),
            written: Number(row.written),
          }
        : null;
    },
    create: async () => {
      for (const statement of schema(database)) {
        await command(statement);
      }
    },
    drop: async () => {
      if (!(await has('demo_load')) && (await has('otel_traces'))) {
        throw foreignTables(database);
      }
      for (const table of [...TABLES].reverse()) {
        await command(`DROP TABLE IF EXISTS ${name(table)} SYNC`);
      }
    },
    write: async ({ spans, logs }) => {
      await insert('otel_traces', spans);
      await insert('otel_logs', logs);
    },
    mark: (loaded) => insert('demo_load', [loaded]),
    close: async () => {
      if (typeof to === 'string') {
        await client.close();
      }
    },
  };
}
