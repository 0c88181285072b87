import { readFileSync } from 'node:fs';
import { Command, InvalidArgumentError } from 'commander';
import type { Request } from '../../../src/engine/host.ts';
import { connected, settingsOf, withConnection, type ConnectionOptions } from '../connection.ts';
import { windowOf, withTimes, type TimeOptions } from '../time.ts';
import { explainWith, explainWithout, replyOf, replyWithout } from './ask.ts';
import { notJson, unreadable } from './messages.ts';
import { explanationText } from './text.ts';

interface Options extends ConnectionOptions, TimeOptions {
  alert?: boolean;
  interval: number;
  json?: boolean;
}

export function explainCommand(): Command {
  const command = new Command('explain')
    .description(
      'shows what a saved query becomes: its steps, its SQL and its frames. Without a connection, for the tables that the collector creates'
    )
    .argument('<file>', 'the saved query as JSON, such as a target of a panel; - for stdin')
    .option('--alert', 'as an alert rule asks')
    .option('--interval <seconds>', 'the interval of a panel', seconds, 60)
    .option('--json', 'the engine’s reply as JSON');
  return withTimes(withConnection(command), 'now-24h').action(async (file: string, options: Options) => {
    const saved = readQuery(file);
    const request: Request = {
      refId: 'A',
      ...windowOf(options),
      intervalMs: options.interval * 1000,
      maxDataPoints: 1000,
      fromAlert: options.alert ?? false,
    };
    // The default address is no reason to expect a server there.
    const isConnected = options.embedded || command.getOptionValueSource('url') !== 'default';
    await (options.json ? printReply : printText)(saved, request, options, isConnected);
  });
}

async function printText(saved: unknown, request: Request, options: Options, isConnected: boolean): Promise<void> {
  const explanation = isConnected
    ? await connected(options, (connection) => explainWith(connection, saved, request))
    : explainWithout(settingsOf(options), saved, request);
  console.log(explanationText(explanation, isConnected));
}

async function printReply(saved: unknown, request: Request, options: Options, isConnected: boolean): Promise<void> {
  const reply = isConnected
    ? await connected(options, (connection) => replyOf(connection, saved, request))
    : replyWithout(settingsOf(options), saved, request);
  console.log(JSON.stringify(reply, null, 2));
  process.exitCode = 'error' in reply ? 1 : 0;
}

function readQuery(file: string): unknown {
  let text: string;
  try {
    text = readFileSync(file === '-' ? process.stdin.fd : file, 'utf8');
  } catch (error) {
    throw new Error(unreadable(file, error instanceof Error ? error.message : String(error)), { cause: error });
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(notJson(file, error instanceof Error ? error.message : String(error)), { cause: error });
  }
}

function seconds(text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1) {
    throw new InvalidArgumentError('An interval is a whole number of seconds.');
  }
  return number;
}
