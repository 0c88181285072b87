import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Attributes, SpanRow } from '../../../tools/demo/data/rows.ts';
import { from, load, span, t0 } from './rows.ts';
import { panel, startHost, type Host } from './support.ts';

// Tests which failed calls count as retried: each has its own trace and service.

const middle = from + 1_800_000;
const model = 'gpt-4o';
const scope = { ScopeName: 'opentelemetry.instrumentation.openai_v2' };
const error = { StatusCode: 'Error' } as const;

/** Builds a call of one second that costs a dollar, some milliseconds after the middle. */
function attempt(after: number, more: Partial<SpanRow> = {}, attributes: Attributes = {}): SpanRow {
  const said = { 'gen_ai.operation.name': 'chat', 'gen_ai.request.model': model, 'gen_ai.usage.cost': '1' };
  const own = { Duration: 1_000_000_000, ParentSpanId: 'a'.repeat(16), ...scope, ...more };
  return span(middle + after, { ...said, ...attributes }, own);
}

const cases: Record<string, { spans: SpanRow[]; retried: number }> = {
  'failed twice, then answered': { spans: [attempt(0, error), attempt(1500, error), attempt(4000)], retried: 2 },
  'at once after it failed': { spans: [attempt(0, error), attempt(1000)], retried: 1 },
  'given up': { spans: [attempt(0, error), attempt(1500, error)], retried: 1 },
  'failed alone': { spans: [attempt(0, error)], retried: 0 },
  'failed without any length': { spans: [attempt(0, { ...error, Duration: 0 })], retried: 0 },
  'answered twice': { spans: [attempt(0), attempt(1500)], retried: 0 },
  'beside each other': { spans: [attempt(0, error), attempt(500)], retried: 0 },
  'another model': { spans: [attempt(0, error), attempt(1500, {}, { 'gen_ai.request.model': 'other' })], retried: 0 },
  'another parent': { spans: [attempt(0, error), attempt(1500, { ParentSpanId: 'b'.repeat(16) })], retried: 0 },
  'answered before it failed': { spans: [attempt(-2000), attempt(0, error)], retried: 0 },
  'tried again after the window': {
    spans: [attempt(1_799_000, error), attempt(1_800_500)],
    retried: 1,
  },
};

/** Retries by the provider's SDK, which writes one span per attempt below the application's only call. */
const bySdk = (() => {
  const outer = attempt(0, { Duration: 5_000_000_000 });
  const inner = { ScopeName: 'com.openai.sdk', ParentSpanId: outer.SpanId };
  return [outer, attempt(10, { ...inner, ...error }), attempt(2000, inner)];
})();

let host: Host;

beforeAll(async () => {
  host = await startHost();
  const told = Object.entries({ ...cases, 'by the SDK': { spans: bySdk } });
  const spans = told.flatMap(([service, { spans }]) =>
    spans.map((row) => ({ ...row, TraceId: spans[0]?.TraceId ?? '', ServiceName: service }))
  );
  await load(host.url, 'otel', { spans, logs: [] });
  await load(host.url, 'plain', { spans: spans.filter(({ ServiceName }) => ServiceName !== 'by the SDK'), logs: [] });
});

afterAll(() => host.close());

async function ask(database: string): Promise<Record<string, [number, number | null]>> {
  const query = {
    version: 1,
    kind: 'measure',
    format: 'table',
    measures: [{ id: 'retried_requests' }, { id: 'retried_cost' }],
    groupBy: ['service'],
  };
  const { rows } = await host.ask(query, panel(from, t0), { ...host.settings, database });
  return Object.fromEntries(rows.map(([service, count, cost]) => [service, [count, cost]]));
}

const expected = Object.fromEntries(
  Object.entries(cases).map(([name, { retried }]) => [name, [retried, retried || null]])
);

test('of calls that are written once', async () => {
  expect(await ask('plain')).toEqual(expected);
});

test('of calls that are written twice: what an SDK repeats below one call is one request', async () => {
  expect(await ask('otel')).toEqual({ ...expected, 'by the SDK': [0, null] });
});

test('a filter of one side of a retry leaves it one', async () => {
  const query = {
    version: 1,
    kind: 'measure',
    format: 'table',
    measures: [{ id: 'retried_requests' }],
    filters: [{ dimension: 'error_class', operator: 'not_in', values: ['none'] }],
  };
  const { rows } = await host.ask(query, panel(from, t0), { ...host.settings, database: 'plain' });
  expect(rows).toEqual([[Object.values(cases).reduce((sum, { retried }) => sum + retried, 0)]]);
});

test('a table that does not say what is below what is refused', async () => {
  const columns = { time: 'Timestamp', traceId: 'TraceId', spanId: 'SpanId', service: 'ServiceName', name: 'SpanName' };
  const settings = { ...host.settings, jsonData: { layout: 'flat', tracesTable: 'otel_traces', columns } };
  const query = { version: 1, kind: 'measure', format: 'table', measures: [{ id: 'retried_requests' }] };
  await expect(host.plan(query, panel(from, t0), settings)).rejects.toThrow('retried');
});
