import { afterAll, beforeAll, expect, test } from 'vitest';
import type { SpanRow } from '../../../tools/demo/data/rows.ts';
import { from, load, span, t0 } from '../engine/rows.ts';
import { panel, startHost, type Host } from '../engine/support.ts';

// Tests a framework's instrumentation and that of the client below it, if neither is the other's parent.

const at = from + 1_800_000;
const millisecond = 1_000_000;
const framework = '@traceloop/instrumentation-langchain';
const client = '@traceloop/instrumentation-openai';

const call = (
  scope: string,
  start: number,
  milliseconds: number,
  tokens: number | null,
  more: Partial<SpanRow> = {}
): SpanRow => {
  const usage =
    tokens === null ? {} : { 'gen_ai.usage.input_tokens': String(tokens), 'gen_ai.usage.output_tokens': '20' };
  const id = scope === client && tokens !== null ? { 'gen_ai.response.id': `chatcmpl-${start}-${tokens}` } : {};
  return span(
    at + start,
    { 'gen_ai.operation.name': 'chat', 'gen_ai.request.model': 'gpt-4o', ...usage, ...id },
    { ScopeName: scope, ParentSpanId: 'b'.repeat(16), Duration: milliseconds * millisecond, ...more }
  );
};

const failed = { StatusCode: 'Error', StatusMessage: '429 Rate limit reached' } as const;

/** Calls that are each in their own trace, by service name. */
const traces: Record<string, readonly SpanRow[]> = {
  'one call': [call(framework, 0, 90, 30), call(client, 5, 80, 30)],
  'one call, which ended with its framework’s': [call(framework, 0, 90, 30), call(client, 0, 90, 30)],
  'one call, by a framework that puts it into a chain': [
    call(framework, 0, 90, 30, { ParentSpanId: 'c'.repeat(16) }),
    call(client, 5, 80, 30),
  ],
  'one refused call, by a framework that puts it into a chain': [
    call(framework, 0, 90, null, { ...failed, ParentSpanId: 'c'.repeat(16) }),
    call(client, 5, 80, null, failed),
  ],
  'one call that was tried again by the client': [
    call(framework, 0, 200, 30),
    call(client, 5, 80, null, failed),
    call(client, 105, 80, 30),
  ],
  'one refused call': [call(framework, 0, 90, null, failed), call(client, 5, 80, null, failed)],
  'two calls after each other': [
    call(framework, 0, 90, 30),
    call(client, 5, 80, 30),
    call(framework, 100, 90, 30),
    call(client, 105, 80, 30),
  ],
  'two calls at once': [
    call(framework, 0, 90, 30),
    call(framework, 0, 120, 40),
    call(client, 5, 80, 30),
    call(client, 5, 110, 40),
  ],
  'two calls of one scope': [call(client, 0, 90, 30), call(client, 5, 80, 30)],
  'two calls of other usage': [call(framework, 0, 90, 30), call(client, 5, 80, 40)],
};

let host: Host;

beforeAll(async () => {
  host = await startHost();
  const spans = Object.entries(traces).flatMap(([ServiceName, rows], index) =>
    rows.map((row) => ({ ...row, ServiceName, TraceId: String(index + 1).padStart(32, '0') }))
  );
  await load(host.url, 'otel', { spans, logs: [] });
});

afterAll(() => host.close());

test('are one call where they say the same of it', async () => {
  const query = {
    version: 1,
    kind: 'measure',
    format: 'table',
    measures: ['requests', 'errors', 'input_tokens'].map((id) => ({ id })),
    groupBy: ['service'],
  };
  const { rows } = await host.ask(query, panel(from, t0));
  expect(Object.fromEntries(rows.map(([service, ...numbers]) => [service, numbers]))).toEqual({
    'one call': [1, 0, 30],
    'one call, which ended with its framework’s': [1, 0, 30],
    'one call, by a framework that puts it into a chain': [1, 0, 30],
    'one refused call, by a framework that puts it into a chain': [1, 1, null],
    'one call that was tried again by the client': [2, 1, 30],
    'one refused call': [1, 1, null],
    'two calls after each other': [2, 0, 60],
    'two calls at once': [2, 0, 70],
    'two calls of one scope': [2, 0, 60],
    'two calls of other usage': [2, 0, 70],
  });
});
