import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Attributes } from '../../../tools/demo/data/rows.ts';
import { from, load, span, t0 } from '../engine/rows.ts';
import { panel, startHost, type Host } from '../engine/support.ts';

// Tests calls that are steps of a workflow or an agent, and features that only the root of the trace names.

const at = from + 1_800_000;
const root = 'b'.repeat(16);

/** Builds a root with the application's tag, its workflow, and the call inside. */
function family(service: string, tag: Attributes, call: Attributes, name: string, ScopeName: string) {
  const shared = { TraceId: service.slice(0, 1).repeat(32), ServiceName: service };
  const workflow = { 'traceloop.span.kind': 'workflow', 'traceloop.workflow.name': 'Agent Workflow' };
  return [
    span(at, tag, { ...shared, SpanId: root, ScopeName: 'app', SpanName: 'POST /ask' }),
    span(at + 1, workflow, { ...shared, ParentSpanId: root, ScopeName, SpanName: 'Agent Workflow' }),
    span(at + 2, call, { ...shared, ParentSpanId: root, ScopeName, SpanName: name }),
  ];
}

const embedding = {
  'traceloop.span.kind': 'task',
  'traceloop.entity.name': 'OpenAIEmbedding.task',
  'gen_ai.operation.name': 'embeddings',
  'gen_ai.request.model': 'text-embedding-3-small',
};
const chat = { 'gen_ai.operation.name': 'chat', 'gen_ai.request.model': 'gpt-4o' };
const step = {
  'haystack.agent.step.llm.input': '{"messages": []}',
  'haystack.agent.step.llm.output':
    '{"replies": [{"meta": {"model": "gpt-4o-2024-08-06", "usage": {"prompt_tokens": 40}}}]}',
};

let host: Host;

beforeAll(async () => {
  host = await startHost();
  const llamaIndex = 'opentelemetry.instrumentation.llamaindex';
  const agents = 'opentelemetry.instrumentation.openai_agents';
  const spans = [
    ...family('a named feature', { 'app.feature': 'search' }, chat, 'openai.response', agents),
    ...family('b nothing but a workflow', {}, chat, 'openai.response', agents),
    ...family('c embedding', { 'app.feature': 'search' }, embedding, 'OpenAIEmbedding.task', llamaIndex),
    ...family('d step', { 'app.feature': 'search' }, step, 'haystack.agent.step.llm', 'shop'),
  ];
  await load(host.url, 'otel', { spans, logs: [] });
});

afterAll(() => host.close());

test('are calls, of the feature that the root names', async () => {
  expect(await features()).toEqual([
    ['a named feature', 'chat', 'gpt-4o', 'search', 1],
    ['b nothing but a workflow', 'chat', 'gpt-4o', 'unknown', 1],
    ['c embedding', 'embeddings', 'text-embedding-3-small', 'search', 1],
    ['d step', 'chat', 'gpt-4o-2024-08-06', 'search', 1],
  ]);
});

test('are of the feature that their workflow is called after, where a setting says so', async () => {
  const [, untagged] = await features({ featureFrom: 'workflow' });
  expect(untagged).toEqual(['b nothing but a workflow', 'chat', 'gpt-4o', 'Agent Workflow', 1]);
});

async function features(jsonData: Record<string, unknown> = {}): Promise<unknown[][]> {
  const query = {
    version: 1,
    kind: 'measure',
    format: 'table',
    measures: ['requests'].map((id) => ({ id })),
    groupBy: ['service', 'operation', 'model', 'feature'],
  };
  const { jsonData: own } = host.settings;
  const { rows } = await host.ask(query, panel(from, t0), { ...host.settings, jsonData: { ...own, ...jsonData } });
  return rows.sort();
}
