import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { Command, InvalidArgumentError } from 'commander';
import pc from 'picocolors';
import { readConfig } from '../../evaluate/config/read.ts';
import type { Evaluator } from '../../evaluate/config/schema.ts';
import { usualTimes } from '../../evaluate/ledger/lease.ts';
import { remoteOf } from '../../evaluate/run/asked.ts';
import { work, type Event } from '../../evaluate/run/work.ts';
import { select, type Server } from '../../evaluate/server.ts';
import { connected, withConnection } from '../connection.ts';
import { keeping } from '../keeping.ts';
import { wholeNumber, withFile, withSettings } from '../tiers/options.ts';
import { dryRun } from './dryrun.ts';
import { begun, lineOf, noConfig, notAllDecided, noTables } from './messages.ts';
import { tablesIn, withTables, type EvaluateOptions } from './options.ts';

interface Options extends EvaluateOptions {
  config: string;
  once?: boolean;
  dryRun?: boolean;
  interval: number;
  leaseSeconds: number;
}

export function runCommand(): Command {
  const command = new Command('run')
    .description('decides for finished calls, until it is stopped')
    .requiredOption('--config <file>', 'the evaluators, evaluators.yaml')
    .option('--once', 'stop once nothing is due that can be decided')
    .option('--dry-run', 'show how many calls there are and what a day would cost; ask and write nothing')
    .option('--interval <seconds>', 'seconds between looking for calls', wholeNumber, 15)
    .option(
      '--lease-seconds <seconds>',
      'seconds after which another worker takes over from one that was ended',
      leaseSeconds,
      usualTimes.seconds
    );
  return withTables(withSettings(withConnection(command))).action(async (options: Options) => {
    const evaluators = readConfig(textOf(options.config), options.config);
    await connected(options, async (connection) => {
      const server: Server = {
        settings: withFile(connection.settings, options.settings),
        run: keepingCensus(askedTwice(connection.run)),
        write: connection.write,
      };
      // A key or a price that is missing is said before anything runs.
      evaluators.forEach((one) => remoteOf(one, server.settings, Date.now()));
      if (options.dryRun) {
        await dryRun(server, evaluators);
        return;
      }
      await run(server, evaluators, options);
    });
  });
}

async function run(server: Server, evaluators: readonly Evaluator[], options: Options): Promise<void> {
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
  const { once = false, interval, leaseSeconds: seconds } = options;
  const times = {
    seconds,
    margin: Math.floor(seconds / 3),
    settle: Math.max(2, Math.min(usualTimes.settle, seconds / 9)),
  };
  const tell = teller();
  try {
    const done = await Promise.all(
      evaluators.map((one) =>
        work(one, { server, tables, worker, times, once, interval, signal: stopped.signal, tell })
      )
    );
    if (done.includes(false)) {
      throw new Error(notAllDecided());
    }
  } finally {
    process.off('SIGINT', stop).off('SIGTERM', stop);
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

function textOf(file: string): string {
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
