import { noBudgets } from '../../../src/engine/budgets/messages.ts';
import { explain } from '../../../src/engine/explain.ts';
import type { Query } from '../../../src/engine/query/model.ts';
import type { Connection } from '../connection.ts';
import { lastReply, planning, type Window } from '../host.ts';

/** What asks: a dashboard's panel, or a rule. */
export interface Place {
  where: string;
  what: string;
}

export type Run = Pick<Connection, 'run' | 'settings'>;

export interface Checked extends Place {
  /** `skipped` asks for what is not set up here, such as budgets. */
  status: 'answered' | 'empty' | 'skipped' | 'failed';
  seconds: number;
  columns: string[];
  rows: readonly unknown[][];
  /** Why it failed or was skipped, as a panel would say. */
  message?: string;
}

const points = 500;

/** Plans and runs a query as Grafana would have the data source do. Never throws for what the query or the server does. */
export async function checked(
  run: Run,
  place: Place,
  query: Query,
  window: Window,
  { fromAlert }: { fromAlert: boolean }
): Promise<Checked> {
  const begun = performance.now();
  const intervalMs = Math.max(1000, Math.ceil((window.to - window.from) / points / 60_000) * 60_000);
  const request = { refId: 'A', ...window, intervalMs, maxDataPoints: points, fromAlert };
  const ended = (status: Checked['status'], more: Partial<Checked> = {}): Checked => ({
    ...place,
    ...{ status, seconds: (performance.now() - begun) / 1000, columns: [], rows: [] },
    ...more,
  });
  const reply = await lastReply(run, planning(run, query, request));
  if ('error' in reply) {
    const { message } = reply.error;
    return ended(message === noBudgets() ? 'skipped' : 'failed', { message });
  }
  const answer = await run.run(reply.done.statement);
  return answer.ok
    ? ended(answer.rows.length > 0 ? 'answered' : 'empty', { columns: answer.columns, rows: answer.rows })
    : ended('failed', { message: explain(answer.failure).message });
}
