import { explain } from '../../src/engine/explain.ts';
import { handle } from '../../src/engine/handle.ts';
import type { EngineError, Plan, Reply, Request, StatementResult } from '../../src/engine/host.ts';
import type { Connection } from './connection.ts';

/** A row of an answer, by column name. */
export type Row = Record<string, unknown>;

/** A half-open window in epoch milliseconds. */
export interface Window {
  from: number;
  to: number;
}

/** One step of a conversation with the engine. */
type Step<Done> = (state?: unknown, results?: StatementResult[]) => Reply<Done>;

/** Takes the engine's steps until it is done or fails. */
export async function lastReply<Done>({ run }: Pick<Connection, 'run'>, step: Step<Done>): Promise<Settled<Done>> {
  let reply = step();
  while ('need' in reply) {
    const results = await Promise.all(reply.need.map(run));
    reply = step(reply.state, results);
  }
  return reply;
}

/** Takes the engine's steps until it is done. Throws with the engine's message if it fails. */
export const finished = async <Done>(connection: Pick<Connection, 'run'>, step: Step<Done>): Promise<Done> =>
  doneOf(await lastReply(connection, step));

export type Settled<Done> = { done: Done } | { error: EngineError };

export function doneOf<Done>(reply: Settled<Done>): Done {
  if ('error' in reply) {
    throw new Error(reply.error.message);
  }
  return reply.done;
}

/** Asks the engine for the plan of a saved query. */
export const planning =
  ({ settings }: Pick<Connection, 'settings'>, query: unknown, request: Request): Step<Plan> =>
  (state, results) =>
    handle({
      op: 'query',
      now: Date.now(),
      query,
      request,
      settings,
      state,
      ...(results ? { results } : {}),
    }) as Reply<Plan>;

/** Runs a query, and returns the rows that a panel would get, with the notices. */
export async function ask(
  connection: Pick<Connection, 'run' | 'settings'>,
  query: object,
  window: Window
): Promise<{ rows: Row[]; notices: string[] }> {
  const request: Request = { refId: 'A', ...window, intervalMs: 60_000, maxDataPoints: 1000, fromAlert: false };
  const saved = { version: 1, format: 'table', ...query };
  const plan = await finished(connection, planning(connection, saved, request));
  const answer = await connection.run(plan.statement);
  if (!answer.ok) {
    throw new Error(explain(answer.failure).message);
  }
  return {
    rows: answer.rows.map((row) => Object.fromEntries(answer.columns.map((name, index) => [name, row[index]]))),
    notices: plan.notices.map(({ text }) => text),
  };
}
