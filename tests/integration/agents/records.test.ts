import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { HostSettings } from '../../../src/engine/host.ts';
import { load } from '../engine/rows.ts';
import { panel, startHost, type Host } from '../engine/support.ts';
import { logColumns } from '../layouts/writers/otel.ts';
import { askTrace } from '../traces/ask.ts';
import { asJson, records, t0 } from './records.ts';

// Coding agents write their calls, tools and turns as log records, of which a table is read as one of spans.

let host: Host;

beforeAll(async () => {
  host = await startHost();
  await load(host.url, 'otel', { spans: [], logs: records });
  await host.command('CREATE DATABASE json');
  await host.command(`CREATE TABLE json.otel_logs (${logColumns('JSON')}, EventName String)
    ENGINE = MergeTree PARTITION BY toDate(Timestamp) ORDER BY (toStartOfFiveMinutes(Timestamp), ServiceName, Timestamp)`);
  const lines = records.map((row) => JSON.stringify(asJson(row))).join('\n');
  await host.command(
    `INSERT INTO json.otel_logs SETTINGS input_format_skip_unknown_fields = 1 FORMAT JSONEachRow\n${lines}`
  );
}, 120_000);

afterAll(() => host?.close());

const list = {
  ...{ version: 1, kind: 'spans', format: 'table', groupBy: [], columns: [] },
  ...{ orderBy: 'time', limit: 1000 },
};
const window = panel(t0 - 60_000, t0 + 3_600_000);

describe.each(['otel', 'json'])('records in %s', (database) => {
  const settings = (): HostSettings => ({
    ...host.settings,
    database,
    jsonData: { tracesTable: 'otel_logs', layout: 'auto' },
  });

  async function table(query: object): Promise<Record<string, unknown>[]> {
    const { columns, rows } = await host.ask(
      { version: 1, kind: 'measure', format: 'table', filters: [], ...query },
      window,
      settings()
    );
    return rows.map((row) => Object.fromEntries(columns.map((name, index) => [name, row[index]])));
  }
  const ids = (...names: string[]) => names.map((id) => ({ id }));
  const by = <Row extends Record<string, unknown>>(rows: Row[], name: string) =>
    Object.fromEntries(rows.map(({ [name]: key, ...row }) => [String(key), row]));

  test('are calls with tokens and cost, by agent', async () => {
    const measures = ['requests', 'errors', 'rate_limit_errors', 'timeout_errors', 'input_tokens', 'output_tokens'];
    const rows = await table({
      measures: ids(...measures, 'cache_read_tokens', 'cache_write_tokens', 'reasoning_tokens', 'reported_cost'),
      groupBy: ['instrumentation'],
    });
    expect(by(rows, 'instrumentation')).toEqual({
      'claude-code': {
        ...{ requests: 6, errors: 1, rate_limit_errors: 1, timeout_errors: 0 },
        // Input and what was read from and written to the cache: 12 + 20000 + 1500, and twice 8 + 21500 + 300 and 1.
        ...{ input_tokens: 65_130, output_tokens: 540, cache_read_tokens: 63_000, cache_write_tokens: 2100 },
        ...{ reasoning_tokens: null, reported_cost: expect.closeTo(0.0386, 9) as number },
      },
      'gemini-cli': {
        ...{ requests: 2, errors: 1, rate_limit_errors: 0, timeout_errors: 1 },
        ...{ input_tokens: 9000, output_tokens: 200, cache_read_tokens: 4000, cache_write_tokens: null },
        ...{ reasoning_tokens: 80, reported_cost: null },
      },
      codex: {
        ...{ requests: 3, errors: 2, rate_limit_errors: 1, timeout_errors: 1 },
        ...{ input_tokens: 5000, output_tokens: 400, cache_read_tokens: 3000, cache_write_tokens: null },
        ...{ reasoning_tokens: 256, reported_cost: null },
      },
    });
  });

  test('have a cost by developer and repository', async () => {
    const rows = await table({
      measures: ids('cost', 'conversations', 'unpriced_requests'),
      groupBy: ['user', 'repository', 'conversation'],
    });
    const costs: Record<string, Record<string, unknown>> = by(rows, 'user');
    expect(costs['ada@example.com']).toMatchObject({
      ...{ repository: 'shop', conversation: 'session-1' },
      ...{ cost: expect.closeTo(0.0366, 9) as number, conversations: 1, unpriced_requests: 0 },
    });
    // At prices of a million tokens: 5000 at $1.25, 4000 cached ones at $0.125, 200 generated at $10; then 2000, 3000 and 400 at the same.
    expect(costs['bob@example.com']?.['cost']).toBeCloseTo(0.00625 + 0.0005 + 0.002, 9);
    expect(costs['cyd@example.com']?.['cost']).toBeCloseTo(0.0025 + 0.000375 + 0.004, 9);
    expect(rows.map(({ conversation }) => conversation).sort()).toEqual([
      'session-1',
      'session-2',
      'session-3',
      'session-4',
    ]);
    // Without an address it is the installation; what was sent twice is one request.
    expect(costs['9c1f0a']).toMatchObject({ conversation: 'session-4', cost: expect.closeTo(0.002, 9) as number });
  });

  test('are tools and turns', async () => {
    const measures = ids('tool_calls', 'tool_failures');
    const tools = await table({ measures, groupBy: ['tool'] });
    expect(by(tools, 'tool')).toEqual({
      Bash: { tool_calls: 1, tool_failures: 0 },
      Edit: { tool_calls: 1, tool_failures: 1 },
      read_file: { tool_calls: 1, tool_failures: 0 },
      shell: { tool_calls: 1, tool_failures: 1 },
    });
    const turns = await table({ measures: ids('agent_runs', 'requests_per_agent_run'), groupBy: ['instrumentation'] });
    expect(by(turns, 'instrumentation')).toEqual({
      'claude-code': { agent_runs: 2, requests_per_agent_run: 3 },
      'gemini-cli': { agent_runs: 1, requests_per_agent_run: 2 },
      codex: { agent_runs: 1, requests_per_agent_run: 3 },
    });
  });

  test('took the time before they were written', async () => {
    const rows = await table({ measures: ids('latency_max'), groupBy: ['instrumentation'] });
    expect(by(rows, 'instrumentation')).toMatchObject({
      'claude-code': { latency_max: 4.2 },
      'gemini-cli': { latency_max: 2 },
    });
    const { columns, rows: spans } = await host.ask({ ...list, filters: [] }, panel(t0 + 700, t0 + 900), settings());
    // The first request ended at 5 s and took 4.2.
    expect(spans.length, columns.join()).toBe(1);
  });

  test('are a conversation, turn by turn', async () => {
    const plan = await host.plan(
      { version: 1, kind: 'conversation', format: 'table', conversationId: 'session-1' },
      window,
      settings()
    );
    expect(plan.meta['conversation']).toMatchObject({
      ...{ turns: 2, requests: 4, errors: 1, toolCalls: 2, inputTokens: 65_128, outputTokens: 520 },
    });
    const { columns, rows } = await host.run(plan);
    const of = (name: string) => rows.map((row) => row[columns.indexOf(name)]);
    expect(of('turn')).toEqual([1, 1, 1, 1, 1, 2, 2, 2]);
    expect(of('tool')).toEqual(['', '', 'Bash', '', '', '', '', 'Edit']);
    expect(JSON.stringify(rows)).not.toContain('secret');
  });

  test('are a trace of a turn, with its sums', async () => {
    const { columns, rows } = await host.ask(
      { ...list, filters: [{ dimension: 'conversation', operator: 'in', values: ['session-1'] }] },
      window,
      settings()
    );
    const traces = new Set(rows.map((row) => row[columns.indexOf('trace_id')]));
    expect(traces.size).toBe(2);
    const sums = await Promise.all(
      [...traces].map(async (traceId) => {
        const { spans } = await askTrace(host, { traceId: String(traceId) }, window, settings());
        expect(JSON.stringify(spans)).not.toContain('secret');
        expect(new Set(spans.map(({ id }) => id)).size).toBe(spans.length);
        return spans.find(({ name }) => name === 'claude_code.user_prompt')?.tags;
      })
    );
    const totals = sums.map((tags) => tags?.['genai.total.input_tokens'] ?? 0);
    expect(totals.sort()).toEqual([0, 65_128]);
  });
});
