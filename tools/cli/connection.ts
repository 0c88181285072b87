import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createClient, type ClickHouseClient } from '@clickhouse/client';
import { InvalidArgumentError, Option, type Command } from 'commander';
import type { HostSettings, Statement, StatementResult } from '../../src/engine/host.ts';
import { userCache } from '../build/paths.ts';
import { runStatement } from './statement.ts';

/** Where the spans are. The password is only ever read, never printed. */
export interface ConnectionOptions {
  url: string;
  user: string;
  password: string;
  database: string;
  embedded?: boolean;
  tracesTable?: string;
  promptsTable: string;
}

export interface Connection {
  client: ClickHouseClient;
  /** As the data source's settings have them; no secret among them. */
  settings: HostSettings;
  /** The registry's table, with its database where the option names one. */
  promptsTable: string;
  /** Runs a statement of the engine's. */
  run: (statement: Statement) => Promise<StatementResult>;
  close(): Promise<void>;
}

export function withConnection(command: Command): Command {
  return command
    .addOption(
      new Option('--url <address>', 'ClickHouse’s HTTP interface')
        .env('GENAI_CLICKHOUSE_URL')
        .default('http://127.0.0.1:8123')
        .argParser(parseUrl)
    )
    .addOption(new Option('--user <name>', 'ClickHouse user').env('GENAI_CLICKHOUSE_USER').default('default'))
    .addOption(
      new Option('--password <text>', 'better in the environment, where no list of processes shows it')
        .env('GENAI_CLICKHOUSE_PASSWORD')
        .default('', 'none')
    )
    .addOption(new Option('--database <name>', 'database').env('GENAI_CLICKHOUSE_DATABASE').default('otel'))
    .option('--traces-table <name>', 'table of the spans; the collector’s otel_traces when left out')
    .option('--prompts-table <name>', 'table of the registry of prompts', 'genai_prompts')
    .option('--embedded', 'an embedded ClickHouse with demo data instead of a server');
}

/** Runs a task with a connection, and closes it whatever happens. */
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
  const { database, tracesTable, promptsTable } = options;
  const client = createClient({ url, username: user, password, database, application: 'genai-observability-cli' });
  return {
    client,
    settings: {
      url,
      database,
      user,
      jsonData: { promptsTable, ...(tracesTable === undefined ? {} : { tracesTable }) },
    },
    promptsTable,
    run: (statement) => runStatement({ url, user, password, database }, statement),
    close: async () => {
      await client.close();
      await server?.close();
    },
  };
}

/** Its data is kept between runs, so that what one command writes another reads. */
async function startEmbedded() {
  const [{ startClickHouse }, { loadDemo }] = await Promise.all([
    import('../clickhouse/start.ts'),
    import('../demo/load.ts'),
  ]);
  const data = join(userCache, 'cli');
  mkdirSync(data, { recursive: true });
  const server = await startClickHouse({ data });
  try {
    await loadDemo(server.url, { quiet: !process.stderr.isTTY });
    return server;
  } catch (error) {
    await server.close();
    throw error;
  }
}

/** A password in the address would be shown with it. */
function parseUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !/^https?:$/.test(url.protocol)) {
    throw new InvalidArgumentError('An address begins with http:// or https://.');
  }
  if (url.username || url.password) {
    throw new InvalidArgumentError(
      'Leave user and password out of the address: use --user and GENAI_CLICKHOUSE_PASSWORD.'
    );
  }
  return text;
}
