import { afterAll, beforeAll, expect, test } from 'vitest';
import { connected, type ConnectionOptions } from '../../../tools/cli/connection.ts';
import { explainWith, explainWithout, replyOf, type Explanation } from '../../../tools/cli/explain/ask.ts';
import { explanationText } from '../../../tools/cli/explain/text.ts';
import { demoRows, from, load, t0 } from '../engine/rows.ts';
import { startHost, type Host } from '../engine/support.ts';

let host: Host;
let options: ConnectionOptions;

beforeAll(async () => {
  host = await startHost();
  await load(host.url, 'otel', demoRows());
  options = {
    url: host.url,
    user: 'default',
    password: '',
    database: 'otel',
    promptsTable: 'genai_prompts',
    pricesTable: 'genai_prices',
  };
});

afterAll(() => host?.close());

const request = { refId: 'A', from, to: t0, intervalMs: 60_000, maxDataPoints: 100, fromAlert: false };
const cost = { version: 1, kind: 'measure', format: 'table', measures: [{ id: 'cost' }], groupBy: ['feature'] };
const explain = (saved: unknown): Promise<Explanation> =>
  connected(options, (connection) => explainWith(connection, saved, request));

test('the plan is the one that runs, and what was seen of the table is told', async () => {
  const explanation = await explain(cost);
  const reply = await connected(options, (connection) => replyOf(connection, cost, request));
  expect(reply).toEqual({ done: explanation.plan });
  const { rows } = await host.ask(cost, request);
  expect(rows.length).toBeGreaterThan(0);

  const text = explanationText(explanation, true);
  expect(text).toContain('OpenTelemetry Collector, Map attributes (otel-map)');
  expect(text).toMatch(/dialects +openllmetry, otel-genai \(of \d+\)/);
  expect(text).toContain('opentelemetry.instrumentation.anthropic → openllmetry');
  expect(text).toContain('gpt-4o-mini');
  expect(text).not.toContain('No connection');
});

test('a statement that knows the table is shorter than one for any', async () => {
  const { plan } = await explain(cost);
  const anywhere = explainWithout(host.settings, cost, request).plan;
  expect(plan.statement.sql.length).toBeLessThan(anywhere.statement.sql.length / 2);
});

test('SQL may read any table, and its frames follow from its types', async () => {
  const { source, plan } = await explain({ version: 1, kind: 'sql', format: 'table', sql: 'SELECT 1 AS one' });
  expect(source).toBeNull();
  expect('frame' in plan && plan.frame.columns.map(({ name }) => name)).toEqual(['one']);
});

test('budgets that the settings do not have are refused', async () => {
  await expect(explain({ version: 1, kind: 'budgets', format: 'table' })).rejects.toThrow(/budget/i);
});

test('what fails is said in the engine’s words', async () => {
  await expect(explain({ version: 1, kind: 'sql', format: 'table', sql: 'SELECT x FROM nowhere' })).rejects.toThrow(
    'ClickHouse returned error 60'
  );
  const elsewhere = connected({ ...options, tracesTable: 'nowhere' }, (connection) =>
    explainWith(connection, cost, request)
  );
  await expect(elsewhere).rejects.toThrow('nowhere');
  const reply = await connected({ ...options, url: 'http://127.0.0.1:1' }, (connection) =>
    replyOf(connection, cost, request)
  );
  expect('error' in reply && reply.error).toMatchObject({ category: 'network', source: 'downstream' });
});

test('a setting that an older server does not know is left out', async () => {
  const statement = { sql: "SELECT getSetting('max_threads')", params: {} };
  const run = (settings: Record<string, number>) =>
    connected(options, (connection) => connection.run({ ...statement, settings }));
  expect(await run({ max_threads: 1, setting_of_a_later_version: 0 })).toMatchObject({ ok: true, rows: [[1]] });
  expect(await run({ max_threads: -1 })).toMatchObject({ ok: false });
});
