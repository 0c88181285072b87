import { afterAll, beforeAll, expect, test } from 'vitest';
import { from, load, span, t0 } from '../engine/rows.ts';
import { panel, startHost, type Host } from '../engine/support.ts';

// A framework's span that says it is a call of a model and makes none, beside the call that it was made for.

const at = from + 1_800_000;
const shared = {
  TraceId: 'a'.repeat(32),
  ParentSpanId: 'b'.repeat(16),
  ScopeName: 'openinference.instrumentation.llama_index',
};
const llm = { 'openinference.span.kind': 'LLM', 'llm.model_name': 'gpt-4o', 'llm.system': 'openai' };
const usage = { 'llm.token_count.prompt': '30', 'llm.token_count.completion': '20' };

let host: Host;

beforeAll(async () => {
  host = await startHost();
  const spans = [
    span(at, llm, { ...shared, SpanName: 'OpenAI._prepare_chat_with_tools' }),
    span(at + 1, { ...llm, ...usage }, { ...shared, SpanName: 'OpenAI.achat' }),
  ];
  await load(host.url, 'otel', { spans, logs: [] });
});

afterAll(() => host.close());

test('counts for nothing', async () => {
  const query = {
    version: 1,
    kind: 'measure',
    format: 'table',
    measures: ['requests', 'input_tokens'].map((id) => ({ id })),
    groupBy: ['operation'],
  };
  expect((await host.ask(query, panel(from, t0))).rows).toEqual([['chat', 1, 30]]);
});
