import { afterAll, beforeAll, expect, test } from 'vitest';
import { from, load, span, t0 } from '../engine/rows.ts';
import { panel, startHost, type Host } from '../engine/support.ts';

// Tests calls that finished with an error, which most instrumentations also report for answers that arrived.

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

test('and why is what the agent’s span above says', async () => {
  const shared = { TraceId: 'a'.repeat(32), ScopeName: '@mastra/otel-exporter', ServiceName: 'agents' };
  const failed = { StatusCode: 'Error', StatusMessage: '429 Rate limit reached' } as const;
  const agent = { 'gen_ai.operation.name': 'invoke_agent', 'gen_ai.agent.name': 'support' };
  const [known, unknown] = ['b'.repeat(16), 'c'.repeat(16)];
  const spans = [
    span(at, agent, { ...shared, ...failed, SpanId: known }),
    span(at + 1, { ...call, ...ended }, { ...shared, StatusCode: 'Ok', ParentSpanId: known }),
    span(at + 2, { ...call, ...answered }, { ...shared, StatusCode: 'Ok', ParentSpanId: known }),
    span(at, agent, { ...shared, ...failed, StatusMessage: 'it broke', SpanId: unknown }),
    span(at + 1, { ...call, ...ended }, { ...shared, StatusCode: 'Ok', ParentSpanId: unknown }),
  ];
  await load(host.url, 'mastra', { spans, logs: [] });
  const query = {
    version: 1,
    kind: 'measure',
    format: 'table',
    measures: ['requests', 'errors', 'retried_requests'].map((id) => ({ id })),
    groupBy: ['error_class'],
  };
  const { rows } = await host.ask(query, panel(from, t0), { ...host.settings, database: 'mastra' });
  expect(rows.sort()).toEqual([
    ['none', 1, 0, 0],
    ['other', 1, 1, 0],
    ['rate_limit', 1, 1, 0],
  ]);
});

test('a status that Sentry gives to whatever failed is no error of the server', async () => {
  const sentry = { StatusCode: 'Error', StatusMessage: 'internal_error', ServiceName: 'sentry' } as const;
  const spans = [
    span(at, call, sentry),
    span(at + 1, { ...call, 'error.type': 'AI_APICallError' }, sentry),
    span(at + 2, call, { ...sentry, StatusMessage: 'internal_error: try again' }),
  ];
  await load(host.url, 'sentry', { spans, logs: [] });
  const query = {
    version: 1,
    kind: 'measure',
    format: 'table',
    measures: [{ id: 'errors' }],
    groupBy: ['error_class'],
  };
  const { rows } = await host.ask(query, panel(from, t0), { ...host.settings, database: 'sentry' });
  expect(rows.sort()).toEqual([
    ['other', 2],
    ['server', 1],
  ]);
});

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
