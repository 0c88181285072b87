import { afterAll, beforeAll, expect, test } from 'vitest';
import { KeepingHost } from '../budgets/host.ts';
import { panel, startHost, type Host } from '../engine/support.ts';
import { scored, startJudge, type FakeJudge } from './judge.ts';
import { createDatabase, ledger, rows, runOnce, spanId, traceId, writeCalls } from './worker.ts';

// The judges' own calls: spans that are never judged, and counted only where their environment is named.

let host: Host;
let judge: FakeJudge;
const database = 'judges';
const calls = 5;

beforeAll(async () => {
  host = await startHost();
  judge = await startJudge((_, number) => (number === 1 ? { status: 500 } : scored(4)));
  await createDatabase(host, database);
  await writeCalls(
    host,
    database,
    Array.from({ length: calls }, (_, n) => ({ question: `Question ${n}?`, answer: `Answer ${n}.` }))
  );
  await runOnce(host, database, yaml());
}, 120_000);
afterAll(async () => {
  await judge?.close();
  await host?.close();
});

const yaml = (output = '') => `evaluators:
  - name: relevance
    kind: judge
    builtIn: relevance
    concurrency: 1
    delaySeconds: 0
    model: { name: gpt-4o-mini, temperature: 0, url: "${judge.url}" }
${output}`;

const spans = (more = '') =>
  rows(
    host,
    `SELECT SpanName AS name, SpanKind AS kind, ServiceName AS service, ResourceAttributes AS resource, SpanAttributes AS said,
       StatusCode AS status, Duration AS took, Links.TraceId AS traces, Links.SpanId AS spans
     FROM ${database}.otel_traces WHERE ScopeName = 'genai-observability/evaluate' ${more} ORDER BY Timestamp`
  );

const hour = () => panel(Date.now() - 3_600_000, Date.now() + 60_000);

async function measured(filters: object[] = [], jsonData: Record<string, unknown> = {}): Promise<unknown[][]> {
  const query = {
    ...{ version: 1, kind: 'measure', format: 'table', groupBy: ['environment'], filters },
    measures: ['requests', 'cost', 'input_tokens'].map((id) => ({ id })),
  };
  const { rows: found } = await host.ask(query, hour(), { ...host.settings, database, jsonData });
  return found.map((row) => row.slice(0, 4)).sort();
}

test('each request to a judge is a span by the conventions, which links to the judged call', async () => {
  const all = await spans();
  expect(all).toHaveLength(calls + 1);
  expect(all[0]).toMatchObject({ status: 'Error', said: { 'error.type': 'server_error' } });
  expect(all[1]).toMatchObject({
    ...{ name: 'chat gpt-4o-mini', kind: 'Client', service: 'genai-evaluator', status: 'Unset' },
    resource: { 'service.name': 'genai-evaluator', 'deployment.environment.name': 'evaluation' },
    said: {
      ...{ 'gen_ai.operation.name': 'chat', 'gen_ai.provider.name': 'openai', 'gen_ai.request.model': 'gpt-4o-mini' },
      ...{ 'gen_ai.response.id': 'x', 'gen_ai.response.model': 'gpt-4o-mini', 'gen_ai.request.temperature': '0' },
      ...{ 'gen_ai.usage.input_tokens': '1000', 'gen_ai.usage.output_tokens': '100', 'gen_ai.usage.cost': '0.00021' },
      ...{ 'gen_ai.response.finish_reasons': '["stop"]', 'server.address': '127.0.0.1', 'app.feature': 'relevance' },
    },
  });
  expect(Number(all[1]?.['took'])).toBeGreaterThan(0);
  const judged = all.map((one) => `${String(one['traces'])}:${String(one['spans'])}`);
  const expected = Array.from({ length: calls }, (_, n) => `${traceId(n)}:${spanId(n)}`);
  expect([...new Set(judged)].sort()).toEqual(expected.sort());
  expect(JSON.stringify(all)).not.toMatch(/Question|Answer \d|because/);
});

test('they are never judged, not even where filters name their environment', async () => {
  const before = judge.asked.length;
  await runOnce(host, database, yaml());
  const named = '    filters: [{ dimension: environment, operator: in, values: [evaluation] }]\n    requires: []\n';
  await runOnce(host, database, yaml(named).replace('name: relevance', 'name: recursive'));
  expect(judge.asked).toHaveLength(before);
  expect(await ledger(host, database)).toHaveLength(calls);
});

test('measures leave them out, unless a filter names their environment', async () => {
  expect(await measured()).toEqual([['unknown', calls, expect.any(Number), calls * 100]]);
  const named = [{ dimension: 'environment', operator: 'in', values: ['evaluation'] }];
  const [[environment, requests, cost, tokens] = []] = await measured(named);
  expect([environment, requests, tokens]).toEqual(['evaluation', calls + 1, calls * 1000]);
  expect(cost).toBeCloseTo(calls * 0.00021, 9);
  // Whoever wants them counted everywhere, or never.
  expect((await measured([], { exclude: { unlessNamed: [] } })).map(([one]) => one)).toEqual(['evaluation', 'unknown']);
  expect(await measured(named, { exclude: { environments: ['evaluation'] } })).toEqual([]);
});

test('the list of environments has theirs', async () => {
  const query = { version: 1, kind: 'values', format: 'table', of: 'dimension', dimension: 'environment', filters: [] };
  const { rows: found } = await host.ask(query, hour(), { ...host.settings, database });
  expect(found.map(([value]) => value)).toContain('evaluation');
});

test('a budget on their environment covers them, and others do not', async () => {
  const environment = { dimension: 'environment', operator: 'in', values: ['evaluation'] };
  const budgets = [
    { name: 'judges', amount: 1, period: 'month', filters: [environment] },
    { name: 'all', amount: 1, period: 'month' },
  ];
  const keeping = new KeepingHost(host, { budgets, tracesTable: `${database}.otel_traces` });
  keeping.now = Date.now() + 60_000;
  const found = await keeping.rows({ kind: 'budgets' }, { ...hour(), refId: 'A' });
  const spent = Object.fromEntries(found.map((row) => [row['budget'], Number(row['spent'])]));
  expect(spent['judges']).toBeCloseTo(calls * 0.00021, 9);
  const [[, , others] = []] = await measured();
  expect(spent['all']).toBeCloseTo(Number(others), 9);
});

test('another environment and none are the operator’s choice', async () => {
  await runOnce(host, database, yaml('output: { environment: judging }').replace('name: relevance', 'name: tone'));
  expect(await spans("AND ResourceAttributes['deployment.environment.name'] = 'judging'")).toHaveLength(calls);
  const before = (await spans()).length;
  await runOnce(host, database, yaml('output: { spans: false }').replace('name: relevance', 'name: second'));
  expect(await spans()).toHaveLength(before);
});

test('a spans table of another layout is refused before anything is asked', async () => {
  await createDatabase(host, 'odd');
  await host.command(
    'CREATE TABLE odd.mine (Timestamp DateTime64(9), TraceId String) ENGINE = MergeTree ORDER BY Timestamp'
  );
  const run = runOnce(host, 'odd', yaml(), { jsonData: { tracesTable: 'odd.mine' } });
  await expect(run).rejects.toThrow('odd.mine is none of the collector’s spans: it lacks SpanId');
});
