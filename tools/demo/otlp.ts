/**
 * Sends the demo's story to an OpenTelemetry collector as OTLP/HTTP JSON: first the past, then live traffic.
 *
 *   node tools/demo/otlp.ts --endpoint http://localhost:4318 --history 180
 *
 * It needs nothing but Node, so that it runs in a container without an installation.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';

import { generate } from './data/generate.ts';
import { send, type Target } from './otlp/send.ts';

export interface OtlpOptions extends Target {
  /** Minutes of the past to send, of the story's 14 days. */
  history: number;
  /** Milliseconds between two requests. */
  everyMs: number;
}

/** Sends until the signal aborts. */
export async function sendStory({ history, everyMs, ...target }: OtlpOptions): Promise<void> {
  const ended = () => target.signal?.aborted === true;
  const t0 = Date.now();
  let sent = t0 - history * 60_000;
  while (!ended()) {
    const now = Date.now();
    for (const chunk of generate({ t0, from: sent, to: now })) {
      if (ended()) {
        return;
      }
      await send(chunk, target);
    }
    sent = now;
    await sleep(everyMs, undefined, target.signal ? { signal: target.signal } : {}).catch(() => {});
  }
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      endpoint: { type: 'string', default: 'http://localhost:4318' },
      history: { type: 'string', default: '180' },
      every: { type: 'string', default: '5000' },
    },
  });
  const options = { history: positive('history', values.history), everyMs: positive('every', values.every) };
  const stop = new AbortController();
  process.once('SIGINT', () => stop.abort());
  process.once('SIGTERM', () => stop.abort());
  console.log(`Sending the last ${options.history} minutes of the demo story to ${values.endpoint}, then live traffic`);
  await sendStory({
    ...options,
    endpoint: values.endpoint,
    signal: stop.signal,
    onError: (error) => console.error(`${reason(error)}. Trying again.`),
  });
}

function positive(name: string, text: string): number {
  const number = Number(text);
  if (!(number > 0)) {
    throw new Error(`--${name} must be a number greater than 0, but is "${text}"`);
  }
  return number;
}

function reason(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? ` (${error.cause.message})` : '';
  return error instanceof Error ? `${error.message}${cause}` : String(error);
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  main().catch((error: unknown) => {
    console.error(reason(error));
    process.exitCode = 1;
  });
}
