import { explain } from '../../src/engine/explain.ts';
import { handle } from '../../src/engine/handle.ts';
import type { Plan, Reply, Request, StatementResult } from '../../src/engine/host.ts';
import type { Connection } from './connection.ts';

/** A row of an answer, by column name. */
export type Row = Record<string, unknown>;

/** A half-open window in epoch milliseconds. */
export interface Window {
  from: number;
  to: number;
}

/** Takes the engine's steps until it is done. Throws with the engine's message if it fails. */
export async function finished<Done>(
  { run }: Connection,
  step: (state?: unknown, results?: StatementResult[]) => Reply<Done>
): Promise<Done> {
  let reply = step();
  while ('need' in reply) {
    const results = await Promise.all(reply.need.map(run));
    reply = step(reply.state, results);
  }
  if ('error' in reply) {
    throw new Error(reply.error.message);
  }
  return reply.done;
}

/** Runs a query, and returns the rows that a panel would get, with the notices. */
export async function ask(
  connection: Connection,
  query: object,
  window: Window
): Promise<{ rows: Row[]; notices: string[] }> {
  const request: Request = { refId: 'A', ...window, intervalMs: 60_000, maxDataPoints: 1000, fromAlert: false };
  const { settings } = connection;
  const saved = { version: 1, format: 'table', ...query };
  const plan = await finished<Plan>(
    connection,
    (state, results) =>
      handle({
        op: 'query',
        now: Date.now(),
        query: saved,
        request,
        settings,
        state,
        ...(results ? { results } : {}),
      }) as Reply<Plan>
  );
  const answer = await connection.run(plan.statement);
  if (!answer.ok) {
    throw new Error(explain(answer.failure).message);
  }
  return {
    rows: answer.rows.map((row) => Object.fromEntries(answer.columns.map((name, index) => [name, row[index]]))),
    notices: plan.notices.map(({ text }) => text),
  };
}
