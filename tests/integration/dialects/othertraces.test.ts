import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Attributes, SpanRow } from '../../../tools/demo/data/rows.ts';
import { from, load, span, t0 } from '../engine/rows.ts';
import { panel, startHost, withSql, type Host } from '../engine/support.ts';

// Tests spans about one call that are in different traces, because an SDK or a client started one of its own.

const at = from + 1_800_000;
const framework = 'opentelemetry.instrumentation.langchain';
const client = 'opentelemetry.instrumentation.openai.v1';
const sdk = 'com.anthropic.sdk.python';
const below = { ParentSpanId: 'b'.repeat(16) };
const failed = { StatusCode: 'Error', StatusMessage: '429 Rate limit reached' } as const;

let traces = 0;

/** A call in a trace of its own, a root unless it says otherwise. */
const call = (
  ScopeName: string,
  start: number,
  milliseconds: number,
  tokens: number | null,
  more: Partial<SpanRow> & { id?: string; model?: string } = {}
): SpanRow => {
  const { id, model = 'gpt-4o', ...row } = more;
  const said: Attributes = {
    'gen_ai.operation.name': 'chat',
    'gen_ai.request.model': model,
    ...(tokens === null ? {} : { 'gen_ai.usage.input_tokens': String(tokens), 'gen_ai.usage.output_tokens': '20' }),
    ...(id === undefined ? {} : { 'gen_ai.response.id': id }),
  };
  return span(at + start, said, {
    ScopeName,
    TraceId: String(++traces).padStart(32, '0'),
    Duration: milliseconds * 1_000_000,
    ...row,
  });
};

const services: Record<string, readonly SpanRow[]> = {
  'a stream of a client': [call(framework, 0, 90, 30, below), call(client, 5, 80, 30, { id: 'resp_1' })],
  'a client that notices a little later': [
    call(framework, 0, 90, 30, below),
    call(client, 1, 91, 30, { id: 'resp_2' }),
  ],
  'both are roots': [call(framework, 0, 90, 30), call(client, 5, 80, 30, { id: 'resp_3' })],
  'both refused': [call(framework, 0, 90, null, { ...below, ...failed }), call(client, 5, 80, null, failed)],
  'one id': [call(framework, 0, 90, 30, { ...below, id: 'msg_1' }), call(sdk, 200, 80, 31, { ...below, id: 'msg_1' })],
  'two at once, alike': [
    call(framework, 0, 90, 30, below),
    call(framework, 1, 90, 30, below),
    call(client, 5, 80, 30, { id: 'resp_4' }),
    call(client, 6, 80, 30, { id: 'resp_5' }),
  ],
  'one id, ten minutes later': [
    call(framework, 0, 90, 30, { ...below, id: 'msg_2' }),
    call(sdk, 600_000, 80, 30, { ...below, id: 'msg_2' }),
  ],
  'one id of one scope': [call(client, 0, 90, 30, { id: 'resp_6' }), call(client, 5, 80, 30, { id: 'resp_6' })],
  'two ids': [call(framework, 0, 90, 30, { ...below, id: 'a' }), call(client, 5, 80, 30, { id: 'b' })],
  'other usage': [call(framework, 0, 90, 30, below), call(client, 5, 80, 40, { id: 'resp_7' })],
  'another model': [call(framework, 0, 90, 30, below), call(client, 5, 80, 30, { model: 'gpt-4o-mini' })],
  'after it': [call(framework, 0, 90, 30, below), call(client, 120, 80, 30, { id: 'resp_8' })],
  'one failed': [call(framework, 0, 90, null, { ...below, ...failed }), call(client, 5, 80, 30, { id: 'resp_9' })],
  'not a root': [call(framework, 0, 90, 30, below), call(client, 5, 80, 30, below)],
  'no word of either': [call(framework, 0, 90, null, below), call(client, 5, 80, null)],
};

let host: Host;

beforeAll(async () => {
  host = await startHost();
  const spans = Object.entries(services).flatMap(([ServiceName, rows]) => rows.map((row) => ({ ...row, ServiceName })));
  const elsewhere = ['x', 'y'].map((service, index) => ({
    ...call(index === 0 ? framework : client, 0, 90 - 10 * index, 30),
    ServiceName: `another service ${service}`,
  }));
  await load(host.url, 'otel', { spans: [...spans, ...elsewhere], logs: [] });
});

afterAll(() => host.close());

test('are one call, where an id or the interval says so', async () => {
  const query = {
    version: 1,
    kind: 'measure',
    format: 'table',
    measures: ['requests', 'errors', 'input_tokens'].map((id) => ({ id })),
    groupBy: ['service'],
  };
  const plan = await host.plan(query, panel(from, t0));
  const { rows } = await host.run(plan);
  withSql(plan, () =>
    expect(Object.fromEntries(rows.map(([service, ...numbers]) => [service, numbers]))).toEqual({
      'a stream of a client': [1, 0, 30],
      'a client that notices a little later': [1, 0, 30],
      'both are roots': [1, 0, 30],
      'both refused': [1, 1, null],
      'one id': [1, 0, 31],
      'two at once, alike': [2, 0, 60],
      'one id, ten minutes later': [2, 0, 60],
      'one id of one scope': [2, 0, 60],
      'two ids': [2, 0, 60],
      'other usage': [2, 0, 70],
      'another model': [2, 0, 60],
      'after it': [2, 0, 60],
      'one failed': [2, 1, 30],
      'not a root': [2, 0, 60],
      'no word of either': [2, 0, null],
      'another service x': [1, 0, 30],
      'another service y': [1, 0, 30],
    })
  );
});
