import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createClient, type ClickHouseClient } from '@clickhouse/client';
import { InvalidArgumentError, Option, type Command } from 'commander';
import type { HostSettings, Statement, StatementResult } from '../../src/engine/host.ts';
import { userCache } from '../build/paths.ts';
import { runStatement, write } from './statement.ts';

/** Where the spans are. The password is only read, never printed. */
export interface ConnectionOptions {
  url: string;
  user: string;
  password: string;
  database: string;
  embedded?: boolean;
  tracesTable?: string;
  promptsTable: string;
  pricesTable: string;
}

export interface Connection {
  client: ClickHouseClient;
  /** The same settings as the data source's, without secrets. */
  settings: HostSettings;
  /** The registry's table, with its database if the option names one. */
  promptsTable: string;
  /** The table of prices, likewise. */
  pricesTable: string;
  /** Runs one of the engine's statements. */
  run: (statement: Statement) => Promise<StatementResult>;
  /** Runs a statement that writes. Throws with the server's message. */
  write: (statement: Pick<Statement, 'sql' | 'params'>) => Promise<void>;
  close(): Promise<void>;
}

export function withConnection(command: Command): Command {
  return command
    .addOption(
      new Option('--url <address>', 'URL of the ClickHouse HTTP interface')
        .env('GENAI_CLICKHOUSE_URL')
        .default('http://127.0.0.1:8123')
        .argParser(parseUrl)
    )
    .addOption(new Option('--user <name>', 'ClickHouse user').env('GENAI_CLICKHOUSE_USER').default('default'))
    .addOption(
      new Option('--password <text>', 'password; better set in the environment, where no process list shows it')
        .env('GENAI_CLICKHOUSE_PASSWORD')
        .default('', 'none')
    )
    .addOption(new Option('--database <name>', 'database').env('GENAI_CLICKHOUSE_DATABASE').default('otel'))
    .option('--traces-table <name>', 'spans table (default: the collector’s otel_traces)')
    .option('--prompts-table <name>', 'prompt registry table', 'genai_prompts')
    .option('--prices-table <name>', 'table of synced prices', 'genai_prices')
    .option('--embedded', 'use an embedded ClickHouse with demo data instead of a server');
}

/** Runs a task with a connection, and always closes it. */
export async function connected<T>(
  options: ConnectionOptions,
  task: (connection: Connection) => Promise<T>
): Promise<T> {
  const connection = await connect(options);
  try {
    return await task(connection);
  } finally {
    await connection.close();
  }
}

async function connect(options: ConnectionOptions): Promise<Connection> {
  const server = options.embedded ? await startEmbedded() : undefined;
  const { url, user, password } = server ?? options;
  const { database, promptsTable, pricesTable } = options;
  const client = createClient({ url, username: user, password, database, application: 'genai-observability-cli' });
  return {
    client,
    settings: settingsOf({ ...options, url, user }),
    promptsTable,
    pricesTable,
    run: (statement) => runStatement({ url, user, password, database }, statement),
    write: (statement) => write({ url, user, password, database }, statement),
    close: async () => {
      await client.close();
      await server?.close();
    },
  };
}

/** Returns the settings that a data source would have. */
export const settingsOf = ({
  url,
  user,
  database,
  tracesTable,
  promptsTable,
  pricesTable,
}: ConnectionOptions): HostSettings => ({
  url,
  database,
  user,
  // Whoever connects has the user's password, with which all may be read anyway.
  jsonData: { sql: 'all', promptsTable, pricesTable, ...(tracesTable === undefined ? {} : { tracesTable }) },
});

/** Keeps its data between runs, so that one command can read what another wrote. */
async function startEmbedded() {
  const [{ startClickHouse }, { loadDemo }] = await Promise.all([
    import('../clickhouse/start.ts'),
    import('../demo/load.ts'),
  ]);
  const data = join(userCache, 'cli');
  mkdirSync(data, { recursive: true });
  const server = await startClickHouse({ data });
  try {
    // The output of a command may be read by a program.
    await loadDemo(server.url, { progress: { stream: process.stderr, quiet: !process.stderr.isTTY } });
    return server;
  } catch (error) {
    await server.close();
    throw error;
  }
}

/** Refuses a password in the URL, because the URL is shown. */
function parseUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !/^https?:$/.test(url.protocol)) {
    throw new InvalidArgumentError('The URL must start with http:// or https://.');
  }
  if (url.username || url.password) {
    throw new InvalidArgumentError(
      'The URL must not contain a user or password: use --user and GENAI_CLICKHOUSE_PASSWORD.'
    );
  }
  return text;
}
