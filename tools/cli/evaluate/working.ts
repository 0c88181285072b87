import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { InvalidArgumentError, type Command } from 'commander';
import pc from 'picocolors';
import { readConfig } from '../../evaluate/config/read.ts';
import type { Config, Evaluator } from '../../evaluate/config/schema.ts';
import { usualTimes } from '../../evaluate/ledger/lease.ts';
import { openOutput } from '../../evaluate/output/output.ts';
import { remoteOf } from '../../evaluate/run/asked.ts';
import type { Range } from '../../evaluate/run/pass.ts';
import { work, type Event } from '../../evaluate/run/work.ts';
import { select, type Server } from '../../evaluate/server.ts';
import type { Address } from '../../evaluate/watch/listen.ts';
import { startWatching } from '../../evaluate/watch/watching.ts';
import { connected, withConnection, type Connection } from '../connection.ts';
import { keeping } from '../keeping.ts';
import { wholeNumber, withFile, withSettings } from '../tiers/options.ts';
import { begun, lineOf, listening, noAddress, noConfig, notAllDecided, noTables, spansNotWritten } from './messages.ts';
import { tablesIn, withTables, type EvaluateOptions } from './options.ts';

export interface WorkOptions extends EvaluateOptions {
  config: string;
  dryRun?: boolean;
  interval: number;
  leaseSeconds: number;
  listen?: Address;
}

/** Adds what every command has that decides for calls. */
export const withWork = (command: Command): Command =>
  withTables(withSettings(withConnection(command)))
    .requiredOption('--config <file>', 'the evaluators, evaluators.yaml')
    .option('--dry-run', 'show how many calls there are and what they would cost; ask and write nothing')
    .option('--interval <seconds>', 'seconds between looking for calls', wholeNumber, 15)
    .option(
      '--lease-seconds <seconds>',
      'seconds after which another worker takes over from one that was ended',
      leaseSeconds,
      usualTimes.seconds
    )
    .option('--listen <address>', 'serve /healthz and /metrics there, such as 127.0.0.1:9464', address);

/** Runs a task with a server and what the file says. */
export const withServer = (
  options: EvaluateOptions & { config: string },
  task: (server: Server, config: Config) => Promise<void>
): Promise<void> => {
  const config = readConfig(textOf(options.config), options.config);
  return connected(options, async (connection) => {
    await task(serverOf(connection, options), config);
  });
};

const serverOf = (connection: Connection, { settings }: EvaluateOptions): Server => ({
  settings: withFile(connection.settings, settings),
  run: keepingCensus(askedTwice(connection.run)),
  write: connection.write,
});

/** Decides for calls until the process is stopped, or with `once` until nothing is due. */
export async function runWorker(
  server: Server,
  config: Config,
  options: WorkOptions,
  { once, range }: { once: boolean; range?: Range }
): Promise<void> {
  const { evaluators } = config;
  // A key or a price that is missing is said before anything runs.
  evaluators.forEach((one) => remoteOf(one, server.settings, Date.now()));
  const tables = tablesIn(options);
  for (const name of [tables.sql.results, tables.sql.leases]) {
    const [row] = await select<{ result: number }>(server, `EXISTS TABLE ${name}`);
    if (Number(row?.result ?? 0) !== 1) {
      throw new Error(noTables(name));
    }
  }
  const stopped = new AbortController();
  const stop = () => stopped.abort();
  process.once('SIGINT', stop).once('SIGTERM', stop);
  const worker = `${hostname()}-${randomUUID().slice(0, 8)}`;
  console.log(begun(evaluators, worker));
  const { interval, leaseSeconds: seconds } = options;
  const times = {
    seconds,
    margin: Math.floor(seconds / 3),
    settle: Math.max(2, Math.min(usualTimes.settle, seconds / 9)),
  };
  const watching = await startWatching(config, options.listen);
  if (watching.address) {
    console.log(listening(watching.address));
  }
  const say = teller();
  const tell = (evaluator: Evaluator, event: Event) => {
    watching.see(evaluator, event);
    say(evaluator, event);
  };
  try {
    const output = await openOutput(server, tables, config, (areWritten) => {
      if (!areWritten && watching.areSpansWritten()) {
        console.log(spansNotWritten());
      }
      watching.seeSpans(areWritten);
    });
    try {
      const own = { server, tables, output, worker, times, once, interval, signal: stopped.signal, tell, range };
      const done = await Promise.all(evaluators.map((one) => work(one, own)));
      if (done.includes(false)) {
        throw new Error(notAllDecided());
      }
    } finally {
      await output.close();
    }
  } finally {
    process.off('SIGINT', stop).off('SIGTERM', stop);
    await watching.close();
  }
}

/** Says what happens, each thing once in a row. */
function teller(): (evaluator: Evaluator, event: Event) => void {
  const last = new Map<string, string>();
  return ({ name }, event) => {
    const line = lineOf(event);
    if (line !== undefined && (event.what === 'passed' || last.get(name) !== line)) {
      last.set(name, line);
      console.log(`${new Date().toISOString().slice(0, 19)}Z ${pc.bold(name)} ${line}`);
    }
  };
}

/** Asks again where a connection broke: the server closes one that was idle, just as it is used again. What is written is never sent twice. */
const askedTwice =
  (run: Server['run']): Server['run'] =>
  async (statement) => {
    const answer = await run(statement);
    return !answer.ok && answer.failure.phase === 'connect' ? run(statement) : answer;
  };

/** Keeps what is asked about the table for a minute: spans in a new dialect are seen after it. */
function keepingCensus(run: Server['run']): Server['run'] {
  let [kept, since] = [keeping(run), Date.now()];
  return (statement) => {
    if (Date.now() - since > 60_000) {
      [kept, since] = [keeping(run), Date.now()];
    }
    return kept(statement);
  };
}

/** The text of a file that an option names. Throws if there is none. */
export function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    throw new Error(noConfig(file));
  }
}

/** Statements take less than a third of a lease. */
function leaseSeconds(text: string): number {
  const seconds = wholeNumber(text);
  if (seconds < 9) {
    throw new InvalidArgumentError('Write at least 9 seconds.');
  }
  return seconds;
}

function address(text: string): Address {
  const [, host = '', port = ''] = /^(.+):(\d{1,5})$/.exec(text) ?? [];
  if (host === '' || Number(port) > 65_535) {
    throw new InvalidArgumentError(noAddress());
  }
  return { host: host.replace(/^\[(.*)\]$/, '$1'), port: Number(port) };
}
