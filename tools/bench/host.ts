import { handle } from '../../src/engine/handle.ts';
import type { HostSettings, Plan, Request, Statement, StatementResult } from '../../src/engine/host.ts';
import { keeping } from '../cli/keeping.ts';
import { startClickHouse, type ClickHouse, type StartOptions } from '../clickhouse/start.ts';

export interface Answer {
  columns: string[];
  types: string[];
  rows: unknown[][];
}

/** A minimal host of the engine. */
export interface Host {
  settings: HostSettings;
  /** The clock that the engine is told; the machine's unless it is set. */
  now: () => number;
  /** Plans a query, in as many steps as the engine asks for. */
  plan(query: unknown, request: Request, settings?: HostSettings): Promise<Plan>;
  /** Runs the plan's statement; an error message contains the SQL. */
  run(plan: Plan): Promise<Answer>;
  ask(query: unknown, request: Request, settings?: HostSettings): Promise<Answer>;
  /** Runs any statement of the engine. */
  answer(statement: Statement): Promise<Answer>;
  post(sql: string, params?: Record<string, string>, settings?: Record<string, string | number>): Promise<Response>;
  command(sql: string): Promise<string>;
  url: string;
  close(): Promise<void>;
}

const formats = { output_format_json_quote_64bit_integers: 0, output_format_json_quote_denormals: 1 };

/** Starts a host with a ClickHouse of its own. */
export async function startHost(options?: StartOptions): Promise<Host> {
  return hostOf(await startClickHouse(options));
}

/** Makes a host of a ClickHouse that runs already. */
export function hostOf(server: Pick<ClickHouse, 'url' | 'user' | 'password' | 'close'>): Host {
  const settings: HostSettings = { url: server.url, database: 'otel', user: server.user, jsonData: {} };

  const post: Host['post'] = (sql, params = {}, own = {}) => {
    const form = new FormData();
    Object.entries(params).forEach(([name, value]) => form.append(`param_${name}`, value));
    form.append('query', sql);
    const search = new URLSearchParams(
      Object.fromEntries(Object.entries(own).map(([name, value]) => [name, String(value)]))
    );
    const headers = { 'X-ClickHouse-User': server.user, 'X-ClickHouse-Key': server.password };
    const send = () => fetch(`${server.url}/?${search.toString()}`, { method: 'POST', body: form, headers });
    // It is sent twice if necessary, because the server may close an idle connection just as it is used again.
    return send().catch(send);
  };

  async function answer(statement: Statement): Promise<Answer> {
    const response = await post(`${statement.sql}\nFORMAT JSONCompact`, statement.params, {
      ...formats,
      ...statement.settings,
    });
    const text = await response.text();
    if (!response.ok) {
      throw new Error(`${text}\n${statement.sql}\n${JSON.stringify(statement.params)}`);
    }
    const { meta, data } = JSON.parse(text) as { meta: { name: string; type: string }[]; data: unknown[][] };
    return { columns: meta.map(({ name }) => name), types: meta.map(({ type }) => type), rows: data };
  }

  let answerOnce = keeping(answer);

  async function plan(query: unknown, request: Request, own = settings): Promise<Plan> {
    let step = handle({ op: 'query', now: host.now(), query, request, settings: own });
    while ('need' in step) {
      const results: StatementResult[] = await Promise.all(
        step.need.map(async (statement) => ({ ok: true as const, ...(await answerOnce(statement)) }))
      );
      step = handle({ op: 'query', now: host.now(), query, request, settings: own, state: step.state, results });
    }
    if ('error' in step) {
      throw new Error(step.error.message);
    }
    return step.done as Plan;
  }

  const run = ({ statement }: Plan) => answer(statement);
  const host: Host = {
    settings,
    now: () => Date.now(),
    plan,
    run,
    ask: async (query, request, own) => run(await plan(query, request, own)),
    answer,
    post,
    command: async (sql) => {
      answerOnce = keeping(answer);
      const response = await post(sql);
      const text = await response.text();
      if (!response.ok) {
        throw new Error(`${text}\n${sql}`);
      }
      return text;
    },
    url: server.url,
    close: server.close,
  };
  return host;
}

export function panel(from: number, to: number, more: Partial<Request> = {}): Request {
  return { refId: 'A', from, to, intervalMs: 60_000, maxDataPoints: 500, fromAlert: false, ...more };
}
