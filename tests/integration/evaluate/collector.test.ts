import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { readConfig } from '../../../tools/evaluate/config/read.ts';
import { openOutput } from '../../../tools/evaluate/output/output.ts';
import { startWatching } from '../../../tools/evaluate/watch/watching.ts';
import { panel, startHost, type Host } from '../engine/support.ts';
import { startCollector, type FakeCollector } from './collector.ts';
import { scored, startJudge, type FakeJudge } from './judge.ts';
import { createDatabase, ledger, rows, runOnce, serverOf, spanId, tablesIn, traceId, writeCalls } from './worker.ts';

// Results by OTLP: each counts once, whatever becomes of the collector.

let host: Host;
let judge: FakeJudge;
let collector: FakeCollector;
let database: string;
let number = 0;
const calls = 4;

beforeAll(async () => {
  host = await startHost();
}, 120_000);
afterAll(() => host?.close());
afterEach(async () => {
  await judge?.close();
  await collector?.close();
});

async function begin(): Promise<void> {
  judge = await startJudge(({ user }) => (user.includes('Answer 0') ? { text: 'none' } : scored(4, 'It fits.')));
  database = `collected_${number++}`;
  await createDatabase(host, database);
  collector = await startCollector(host, database);
  await writeCalls(
    host,
    database,
    Array.from({ length: calls }, (_, n) => ({ question: `Question ${n}?`, answer: `Answer ${n}.` }))
  );
}

const yaml = (more = '') => `evaluators:
  - name: relevance
    version: v1
    kind: judge
    builtIn: relevance
    passFrom: 4
    retries: 0
    model: { name: gpt-4o-mini, url: "${judge.url}" }
output: { to: otlp, url: "${collector.url}/", timeoutSeconds: 1${more} }`;

async function counted(): Promise<unknown[]> {
  const query = {
    ...{ version: 1, kind: 'measure', format: 'table', groupBy: ['evaluation'] },
    measures: ['score_count', 'score_mean', 'pass_rate', 'evaluation_count', 'failed_evaluations'].map((id) => ({
      id,
    })),
  };
  const now = panel(Date.now() - 3_600_000, Date.now() + 60_000);
  const { rows: found } = await host.ask(query, now, { ...host.settings, database });
  return found;
}

/** What a window of four calls says, of which one failed: what is not known is no zero. */
const whole = [['relevance', 3, 4, 1, 3, 1]];

test('results are log records by the conventions, and judges’ calls are spans', async () => {
  await begin();
  expect((await runOnce(host, database, yaml())).done).toBe(true);
  const [failed, ok] = [...collector.logs].sort((a, b) => (a.span < b.span ? -1 : 1));
  const common = {
    ...{ 'event.name': 'gen_ai.evaluation.result', 'gen_ai.evaluation.name': 'relevance' },
    ...{ 'gen_ai.evaluation.evaluator.id': 'relevance', 'gen_ai.evaluation.evaluator.version': 'v1' },
    ...{ 'gen_ai.evaluation.evaluator.type': 'judge', 'genai_evaluator.judge.model': 'gpt-4o-mini' },
    ...{ 'genai_evaluator.sample.rate': 1, 'genai_evaluator.result.id': expect.stringMatching(/^[0-9a-f]{32}$/) },
  };
  expect(ok).toMatchObject({
    ...{ trace: traceId(1), span: spanId(1), scope: 'genai-observability/evaluate' },
    resource: { 'service.name': 'genai-evaluator' },
  });
  expect(ok?.attributes).toEqual({
    ...common,
    ...{ 'gen_ai.evaluation.score.value': 4, 'gen_ai.evaluation.score.label': 'pass', 'genai_evaluator.passed': true },
    ...{ 'gen_ai.evaluation.explanation': 'It fits.', 'gen_ai.response.id': 'r1' },
  });
  expect(failed?.attributes).toEqual({ ...common, 'error.type': 'no_json', 'gen_ai.response.id': 'r0' });
  expect(collector.spans).toHaveLength(calls);
  expect(collector.spans[0]).toMatchObject({
    resource: { 'deployment.environment.name': 'evaluation' },
    attributes: { 'gen_ai.usage.input_tokens': 1000 },
  });
  expect(await counted()).toEqual(whole);
  // Nothing is sent again.
  await runOnce(host, database, yaml());
  expect(collector.logs).toHaveLength(calls);
  expect(judge.asked).toHaveLength(calls);
});

test('nothing is lost or judged twice while the collector is down', async () => {
  await begin();
  collector.answer = () => ({ status: 500, isTaken: false });
  const { done, events } = await runOnce(host, database, yaml());
  expect(done).toBe(false);
  expect(events).toContainEqual({ what: 'unpublished', message: expect.stringContaining('status 500') as string });
  expect(collector.logs).toEqual([]);
  expect(await ledger(host, database)).toHaveLength(calls);
  collector.answer = () => ({ status: 200, isTaken: true });
  expect((await runOnce(host, database, yaml())).done).toBe(true);
  expect(judge.asked).toHaveLength(calls);
  expect(collector.logs).toHaveLength(calls);
  expect(await counted()).toEqual(whole);
});

test('what was taken and not confirmed is sent again, and counts once', async () => {
  await begin();
  collector.answer = () => ({ status: 500, isTaken: true });
  expect((await runOnce(host, database, yaml())).done).toBe(false);
  collector.answer = () => ({ status: 200, isTaken: true });
  expect((await runOnce(host, database, yaml())).done).toBe(true);
  expect(collector.logs.length).toBeGreaterThan(calls);
  const ids = collector.logs.map(({ attributes }) => attributes['genai_evaluator.result.id']);
  expect(new Set(ids).size).toBe(calls);
  const [{ n } = {}] = await rows(host, `SELECT count() AS n FROM ${database}.otel_logs`);
  expect(Number(n)).toBe(collector.logs.length);
  expect(await counted()).toEqual(whole);
});

test('mean scores are gauges where they are asked for, which the data source does not count again', async () => {
  await begin();
  const config = readConfig(yaml(', gauges: true'), 'f');
  const watching = await startWatching(config, undefined);
  await runOnce(host, database, yaml(', gauges: true'), { tell: watching.see });
  await watching.close();
  expect(collector.gauges.get('llm.relevance')).toBe(4);
  expect(collector.gauges.get('genai_evaluator.judge.up')).toBe(1);
  await host.command(
    `CREATE TABLE ${database}.otel_metrics_gauge (MetricName String, Attributes Map(LowCardinality(String), String),
      TimeUnix DateTime64(9), Value Float64, ServiceName String) ENGINE = MergeTree ORDER BY TimeUnix`
  );
  await host.command(
    `INSERT INTO ${database}.otel_metrics_gauge VALUES
      ('llm.relevance', {'genai_evaluator.aggregate': 'mean'}, now64(9), 1, 'genai-evaluator'), ('llm.other', {}, now64(9), 2, 'x')`
  );
  expect((await counted()).sort()).toEqual([['other', 1, 2, null, 1, 0], ...whole]);
});

test('spans that a collector does not take are said, and hold up no result', async () => {
  await begin();
  collector.answer = (path) => ({ status: path === '/v1/traces' ? 500 : 200, isTaken: path !== '/v1/traces' });
  const told: boolean[] = [];
  const server = serverOf(host, { ...host.settings, database });
  const output = await openOutput(server, tablesIn(database), readConfig(yaml(), 'f'), (isTaken) => told.push(isTaken));
  expect((await runOnce(host, database, yaml(), { output })).done).toBe(true);
  expect(told).toContain(false);
  expect(told).not.toContain(true);
  expect(collector.logs).toHaveLength(calls);
});

test('a collector without an address is refused', () => {
  const text = 'evaluators: [{ name: j, kind: check, check: json }]\noutput: { to: otlp }';
  expect(() => readConfig(text, 'f')).toThrow('f:2:9: output.url: write the address of the collector');
});
