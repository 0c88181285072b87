import { Command, InvalidArgumentError } from 'commander';
import pc from 'picocolors';
import { startClickHouse } from './start.ts';

interface Options {
  port: number;
  host: string;
  data: string;
  user: string;
  password: string;
  load?: string;
}

const command = new Command('clickhouse')
  .description("An embedded ClickHouse behind ClickHouse's HTTP interface, for development and tests.")
  .option('--port <number>', 'port to listen on; 0 for any free port', parsePort, 8123)
  .option('--host <address>', 'address to listen on', '127.0.0.1')
  .option('--data <directory>', 'data directory, created if missing', '.clickhouse')
  .option('--user <name>', 'name of the user', 'default')
  .option('--password <text>', "the user's password", '')
  .option('--load <what>', 'data to load after the start: demo', parseLoad)
  .action(run);

command.parseAsync().catch((error: unknown) => {
  console.error(pc.red(error instanceof Error ? error.message : String(error)));
  process.exitCode = 1;
});

async function run(options: Options): Promise<void> {
  const server = await startClickHouse(options);
  process.once('SIGINT', () => void server.close());
  process.once('SIGTERM', () => void server.close());
  console.log(`ClickHouse is listening on ${pc.cyan(server.url)} (user ${server.user}, data in ${options.data})`);
  try {
    if (options.load === 'demo') {
      await (await import('../demo/load.ts')).loadDemo(server.url, { user: options.user, password: options.password });
    }
  } catch (error) {
    await server.close();
    throw error;
  }
  console.log('Press Ctrl-C to stop it.');
  await server.ended;
}

function parsePort(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65535) {
    throw new InvalidArgumentError('The port must be a number from 0 to 65535.');
  }
  return port;
}

function parseLoad(text: string): string {
  if (text !== 'demo') {
    throw new InvalidArgumentError('Only "demo" data can be loaded.');
  }
  return text;
}
