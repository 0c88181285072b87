import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { runStatement } from '../../../tools/cli/statement.ts';
import { readConfig } from '../../../tools/evaluate/config/read.ts';
import type { Config } from '../../../tools/evaluate/config/schema.ts';
import { openOutput } from '../../../tools/evaluate/output/output.ts';
import { work } from '../../../tools/evaluate/run/work.ts';
import type { Server } from '../../../tools/evaluate/server.ts';
import type { Health } from '../../../tools/evaluate/watch/health.ts';
import { startWatching, type Watching } from '../../../tools/evaluate/watch/watching.ts';
import { startHost, type Host } from '../engine/support.ts';
import { scored, startJudge, type Answer, type FakeJudge } from './judge.ts';
import { createDatabase, runOnce, serverOf, tablesIn, writeCalls } from './worker.ts';

// What a worker says of itself, over HTTP.

let host: Host;
let judge: FakeJudge;
let watching: Watching;
let database: string;
let number = 0;

beforeAll(async () => {
  host = await startHost();
}, 120_000);
afterAll(() => host?.close());
afterEach(async () => {
  await watching?.close();
  await judge?.close();
});

const yaml = (more = '') => `evaluators:
  - name: relevance
    version: v1
    kind: judge
    builtIn: relevance
    retries: 0
    model: { name: gpt-4o-mini, url: "${judge.url}", price: { input: 10, output: 10 } }
${more}`;

async function begin(answer: () => Answer, more = ''): Promise<void> {
  judge = await startJudge(answer);
  database = `watched_${number++}`;
  await createDatabase(host, database);
  await writeCalls(
    host,
    database,
    Array.from({ length: 30 }, (_, n) => ({ question: `Question ${n}?`, answer: `Answer ${n}.` }))
  );
  await watch(readConfig(yaml(more), 'f'));
}

async function watch(config: Config, clock?: () => number): Promise<void> {
  watching = await startWatching(config, { host: '127.0.0.1', port: 0 }, clock);
}

async function get(path: string): Promise<{ status: number; text: string }> {
  const { host: name, port } = watching.address ?? { host: '', port: 0 };
  const response = await fetch(`http://${name}:${port}${path}`);
  return { status: response.status, text: await response.text() };
}

async function health(): Promise<Health & { code: number }> {
  const { status, text } = await get('/healthz');
  return { ...(JSON.parse(text) as Health), code: status };
}

/** The samples of a metric, without `# HELP` and `# TYPE`. */
const samples = async (name: string): Promise<string[]> =>
  (await get('/metrics')).text.split('\n').filter((line) => line.startsWith(name));

test('a worker that is done is well, and says what it did', async () => {
  await begin(() => scored(4), 'output: { gauges: true }');
  expect(await health()).toMatchObject({
    code: 200,
    status: 'ok',
    evaluators: [{ doing: 'starting', lastJudged: null }],
  });
  await runOnce(host, database, yaml('output: { gauges: true }'), { tell: watching.see });
  const { evaluators, ...whole } = await health();
  expect(whole).toEqual({ code: 200, status: 'ok', spans: 'ok' });
  expect(evaluators).toEqual([
    {
      ...{ name: 'relevance', version: 'v1', status: 'ok', doing: 'deciding', capped: null, judge: 'ok' },
      ...{ clickhouse: 'ok', output: 'ok', lagSeconds: expect.any(Number) },
      lastJudged: expect.stringMatching(/^20\d\d-/),
    },
  ]);
  expect(await samples('genai_evaluator_results_total')).toEqual([
    expect.stringMatching(/\{evaluator="relevance",outcome="scored"\} 30$/) as string,
  ]);
  const [cost = ''] = await samples('genai_evaluator_cost_total');
  // 1,000 tokens and 100 of each call, at $10 a million.
  expect(Number(cost.split(' ')[1])).toBeCloseTo(30 * 0.011, 9);
  expect(await samples('llm_relevance{')).toHaveLength(1);
  expect((await get('/metrics')).text).not.toMatch(/Question|Answer \d|because/);
  expect((await get('/other')).status).toBe(404);
});

test('a cap that is reached is said', async () => {
  const cap = '    cap: { month: 0.1 }';
  await begin(() => scored(4), cap);
  await runOnce(host, database, yaml(cap), { tell: watching.see });
  expect(await health()).toMatchObject({ code: 200, status: 'capped', evaluators: [{ capped: 'month', judge: 'ok' }] });
  expect((await samples('genai_evaluator_capped{'))[0]).toMatch(/ 1$/);
});

test('a judge that is down is said, and that it is up again', async () => {
  await begin(() => ({ status: 503 }));
  await runOnce(host, database, yaml(), { tell: watching.see });
  expect(await health()).toMatchObject({ code: 503, status: 'failing', evaluators: [{ judge: 'server_error' }] });
  expect((await samples('genai_evaluator_judge_up{'))[0]).toMatch(/ 0$/);
  judge.answer = () => scored(4);
  await runOnce(host, database, yaml(), { tell: watching.see });
  expect(await health()).toMatchObject({ code: 200, status: 'ok', evaluators: [{ judge: 'ok' }] });
});

test('a ClickHouse that is down is said, for how long, and that it is up again', async () => {
  await begin(() => scored(4));
  const server = serverOf(host, { ...host.settings, database });
  let isDown = true;
  const dead = { url: 'http://127.0.0.1:9', user: '', password: '', database };
  const shaky: Server = {
    ...server,
    run: (statement) => (isDown ? runStatement(dead, statement) : server.run(statement)),
    write: (writing) => (isDown ? Promise.reject(new Error('unreachable')) : server.write(writing)),
  };
  const config = readConfig(yaml(), 'f');
  const tables = tablesIn(database);
  const output = await openOutput(server, tables, config, watching.seeSpans);
  const stopped = new AbortController();
  const running = work(config.evaluators[0]!, {
    ...{ server: shaky, tables, output, worker: 'w', times: { seconds: 12, margin: 4, settle: 1 } },
    ...{ once: false, interval: 1, signal: stopped.signal, tell: watching.see },
  });
  await until(async () => (await health()).status === 'failing');
  expect(await health()).toMatchObject({ code: 503, evaluators: [{ clickhouse: 'failing', judge: 'ok' }] });
  isDown = false;
  await until(async () => (await health()).evaluators[0]?.lastJudged !== null);
  expect(await health()).toMatchObject({ code: 200, status: 'ok', evaluators: [{ clickhouse: 'ok' }] });
  stopped.abort();
  await running;
  await output.close();
});

test('what waits says for how long', async () => {
  let now = 1_000_000;
  judge = await startJudge(() => scored(4));
  const config = readConfig(yaml(), 'f');
  const [evaluator] = config.evaluators;
  await watch(config, () => now);
  const passed = { due: 200, scored: 0, skipped: {}, failed: {}, scores: [], bad: 0, cost: 0 };
  watching.see(evaluator!, { what: 'passed', passed });
  now += 90_000;
  expect((await health()).evaluators[0]?.lagSeconds).toBe(90);
  watching.see(evaluator!, { what: 'passed', passed: { ...passed, due: 0 } });
  expect((await health()).evaluators[0]?.lagSeconds).toBe(0);
  watching.see(evaluator!, { what: 'waiting' });
  expect((await health()).evaluators[0]?.lagSeconds).toBeNull();
});

test('a port that is taken is said at once', async () => {
  judge = await startJudge(() => scored(4));
  const config = readConfig(yaml(), 'f');
  await watch(config);
  await expect(startWatching(config, watching.address)).rejects.toThrow('EADDRINUSE');
});

async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) {
    await sleep(200);
  }
}
