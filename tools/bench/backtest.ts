/**
 * Measures what it costs to replay a month of an alert rule: the time of each step, for rules with counts, with a
 * quantile, with a baseline, and with numbers to try.
 *
 *   npm run bench:backtest
 */
import { grafanaRule } from '../../src/engine/alerts/grafana.ts';
import { alertRules } from '../../src/engine/alerts/index.ts';
import type { BacktestRequest, BacktestResult } from '../../src/engine/alerts/backtest/model.ts';
import { handle } from '../../src/engine/handle.ts';
import type { HostSettings, ResourceAnswer, Statement, StatementResult } from '../../src/engine/host.ts';
import { startClickHouse } from '../clickhouse/start.ts';
import { schema } from '../demo/data/schema.ts';
import { fillDays } from './spans.ts';

const runs = 3;
const day = 86_400_000;
const to = Date.UTC(2026, 2, 31);
const days = 30;
const database = 'month';

const asked: [uid: string, values: number][] = [
  ['genai-error-rate', 0],
  ['genai-latency-p99', 0],
  ['genai-context-window', 0],
  ['genai-error-spike', 0],
  ['genai-cost-per-request', 0],
  ['genai-telemetry-silent', 0],
  ['genai-latency-p99', 20],
];

async function main(): Promise<void> {
  const server = await startClickHouse();
  const settings: HostSettings = { url: server.url, database, user: server.user, jsonData: {} };
  const run = async ({ sql, params, settings: own }: Omit<Statement, 'cacheSeconds'>): Promise<StatementResult> => {
    const form = new FormData();
    Object.entries(params).forEach(([name, value]) => form.append(`param_${name}`, value));
    form.append('query', sql);
    const given = Object.fromEntries(Object.entries(own).map(([name, value]) => [name, String(value)]));
    const search = new URLSearchParams({
      default_format: 'JSONCompact',
      output_format_json_quote_64bit_integers: '0',
      ...given,
    });
    const response = await fetch(`${server.url}/?${search.toString()}`, { method: 'POST', body: form });
    const text = await response.text();
    if (!response.ok) {
      throw new Error(`${text.slice(0, 2000)}\n${process.argv.includes('--sql') ? sql : ''}`);
    }
    const { meta, data } = JSON.parse(text || '{"meta":[],"data":[]}') as {
      meta: { name: string }[];
      data: unknown[][];
    };
    return { ok: true, columns: meta.map(({ name }) => name), rows: data };
  };
  try {
    for (const sql of [...schema(database), ...fillDays(database, days + 7, to)]) {
      await run({ sql, params: {}, settings: {} });
    }
    say(['rule', 'values tried', 'instances', 'firings', 'census, ms', 'statement, ms', 'engine, ms', 'answer, KB']);
    say(Array.from({ length: 8 }, () => '---'));
    for (const [uid, values] of asked) {
      const taken: Awaited<ReturnType<typeof replayed>>[] = [];
      for (let index = 0; index < runs; index++) {
        taken.push(await replayed(requestOf(uid, values), settings, run));
      }
      const middle = (of: (one: (typeof taken)[number]) => number) =>
        String(Math.round(taken.map(of).sort((a, b) => a - b)[Math.floor(runs / 2)] ?? 0));
      const result = taken[0]?.result;
      say([
        uid,
        String(values),
        String(result?.instances.length),
        String(result?.firings),
        middle(({ census }) => census),
        middle(({ statement }) => statement),
        middle(({ engine }) => engine),
        middle(({ bytes }) => bytes / 1024),
      ]);
    }
  } finally {
    await server.close();
  }
}

function requestOf(uid: string, values: number): BacktestRequest {
  const rule = alertRules.find((one) => one.uid === uid);
  if (!rule) {
    throw new Error(`there is no rule ${uid}`);
  }
  const { condition, data, noDataState, execErrState } = grafanaRule(rule);
  const comparison = rule.guards.length;
  return {
    rule: { condition, data, noDataState, execErrState, for: rule.pending },
    from: to - days * day,
    to,
    interval: 60,
    chart: { refId: rule.value, points: 500 },
    ...(values > 0 ? { grid: [{ comparison, values: Array.from({ length: values }, (_, index) => index + 1) }] } : {}),
  };
}

async function replayed(
  body: BacktestRequest,
  settings: HostSettings,
  run: (statement: Statement) => Promise<StatementResult>
) {
  const times = [];
  let engine = 0;
  let bytes = 0;
  const timed = (state?: unknown, results?: StatementResult[]) => {
    const start = performance.now();
    const reply = handle({
      op: 'resource',
      now: Date.now(),
      path: 'backtest',
      body,
      settings,
      state,
      ...(results ? { results } : {}),
    });
    engine += performance.now() - start;
    return reply;
  };
  let step = timed();
  while ('need' in step) {
    const start = performance.now();
    const results = await Promise.all(step.need.map(run));
    times.push(performance.now() - start);
    bytes = JSON.stringify(results).length;
    step = timed(step.state, results);
  }
  if ('error' in step) {
    throw new Error(step.error.message);
  }
  const [, census = 0, statement = 0] = times;
  return { census, statement, engine, bytes, result: (step.done as ResourceAnswer).body as BacktestResult };
}

function say(cells: readonly string[]): void {
  process.stdout.write(`| ${cells.join(' | ')} |\n`);
}

main().catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`);
  process.exitCode = 1;
});
