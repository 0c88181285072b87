import { afterAll, beforeAll, expect, test } from 'vitest';
import { from, load, span, t0 } from '../engine/rows.ts';
import { panel, startHost, type Host } from '../engine/support.ts';

// Calls that finished with an error, which most instrumentations say of answers that came, too.

const at = from + 1_800_000;
const call = { 'gen_ai.operation.name': 'chat', 'gen_ai.request.model': 'gpt-4o' };
const ended = { 'gen_ai.response.finish_reasons': '["error"]' };
const answered = { 'gen_ai.usage.output_tokens': '20' };
const by = (ScopeName: string) => ({ ScopeName, ServiceName: ScopeName, StatusCode: 'Ok' as const });
const overloaded = {
  ...by('openinference.instrumentation.agno'),
  StatusCode: 'Error' as const,
  StatusMessage:
    "ModelRateLimitError: Error code: 529 - {'error': {'type': 'overloaded_error', 'message': 'Overloaded'}}",
};

let host: Host;

beforeAll(async () => {
  host = await startHost();
  const spans = [
    span(at, { ...call, ...ended }, by('@mastra/otel-exporter')),
    span(at + 1, { ...call, ...ended, ...answered }, by('@mastra/otel-exporter')),
    span(at + 2, { ...call, ...ended }, by('opentelemetry.instrumentation.genai.langchain')),
    span(at + 3, { 'openinference.span.kind': 'LLM', 'llm.model_name': 'claude-haiku-4-5' }, overloaded),
  ];
  await load(host.url, 'otel', { spans, logs: [] });
});

afterAll(() => host.close());

test('failed where the dialect means it so and nothing was answered', async () => {
  const query = {
    version: 1,
    kind: 'measure',
    format: 'table',
    measures: ['requests', 'errors'].map((id) => ({ id })),
    groupBy: ['service'],
  };
  expect((await host.ask(query, panel(from, t0))).rows.sort()).toEqual([
    ['@mastra/otel-exporter', 2, 1],
    ['openinference.instrumentation.agno', 1, 1],
    ['opentelemetry.instrumentation.genai.langchain', 1, 0],
  ]);
});

test('of the server where its status says so, whatever the framework calls it', async () => {
  const query = {
    version: 1,
    kind: 'measure',
    format: 'table',
    measures: [{ id: 'errors' }],
    groupBy: ['service', 'error_class'],
    filters: [{ dimension: 'service', operator: 'in', values: [overloaded.ServiceName] }],
  };
  expect((await host.ask(query, panel(from, t0))).rows).toEqual([[overloaded.ServiceName, 'server', 1]]);
});
