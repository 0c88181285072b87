import { contentsOf, type Contents } from '../../../src/engine/evaluators/contents.ts';
import type { HostSettings, Statement, StatementResult } from '../../../src/engine/host.ts';
import { explain } from '../../../src/engine/explain.ts';
import { proceed, type Exchange } from '../../../src/engine/lookups/exchange.ts';
import { readSettings } from '../../../src/engine/settings/settings.ts';
import type { Pair } from './call.ts';
import type { TraceContent } from './trace.ts';

/** What asks the engine, and a server for it. */
export interface Asking {
  settings: HostSettings;
  run: (statement: Statement) => Promise<StatementResult>;
}

/** Takes an exchange of the engine to its end. Throws with the engine’s message. */
export async function settle<Done>({ run }: Pick<Asking, 'run'>, exchange: () => Exchange<Done>): Promise<Done> {
  let reply = proceed(exchange(), undefined, undefined);
  while ('need' in reply) {
    const results = await Promise.all(reply.need.map(run));
    reply = proceed(exchange(), reply.state, results);
  }
  if ('error' in reply) {
    throw new Error(reply.error.message);
  }
  return reply.done;
}

/** Rows of a statement, by column. Throws with the engine’s message. */
export async function rowsOf(asking: Pick<Asking, 'run'>, statement: Statement): Promise<Record<string, unknown>[]> {
  const answer = await asking.run(statement);
  if (!answer.ok) {
    throw new Error(explain(answer.failure).message);
  }
  return answer.rows.map((row) => Object.fromEntries(answer.columns.map((name, index) => [name, row[index]])));
}

/** How far around calls the other spans and records of their traces are read. */
const margin = 3_600_000;

/** Reads what was said in traces, of which calls began in the window (epoch milliseconds). */
export async function readContents(
  asking: Asking,
  traceIds: readonly string[],
  window: { from: number; to: number },
  now: number
): Promise<TraceContent> {
  const around = { from: window.from - margin, to: window.to + margin };
  const settings = readSettings(asking.settings);
  const { spans, statement }: Contents = await settle(asking, () => contentsOf(traceIds, around, settings, now));
  const pairs = new Map<string, Pair[]>();
  for (const { home, key, value, bytes } of await rowsOf(asking, statement)) {
    const own = pairs.get(String(home)) ?? [];
    own.push({ key: String(key), value: String(value), isTooLong: value === '' && Number(bytes) > 0 });
    pairs.set(String(home), own);
  }
  return { spans, pairs };
}
