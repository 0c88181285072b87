import { afterAll, beforeAll, expect, test } from 'vitest';
import { from, load, span, t0 } from '../engine/rows.ts';
import { panel, startHost, type Host } from '../engine/support.ts';

// Tests framework spans that claim to be a call of a model or a tool but make none, next to the actual call.

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
    ...['get_weather.__call__', 'finish.__call__', 'FinalAnswerTool', 'handoff to Billing'].map((SpanName) =>
      span(
        at + 2,
        { 'openinference.span.kind': 'TOOL' },
        { ...shared, ScopeName: 'openinference.instrumentation.dspy', SpanName }
      )
    ),
  ];
  await load(host.url, 'otel', { spans, logs: [] });
});

afterAll(() => host.close());

const ask = async (measures: readonly string[], by: string) =>
  (
    await host.ask(
      { version: 1, kind: 'measure', format: 'table', measures: measures.map((id) => ({ id })), groupBy: [by] },
      panel(from, t0)
    )
  ).rows;

test('counts for nothing', async () => {
  expect(await ask(['requests', 'input_tokens'], 'operation')).toEqual([['chat', 1, 30]]);
});

test('a tool has the name of its function, and the end of a loop is none', async () => {
  expect(await ask(['tool_calls'], 'tool')).toEqual([['get_weather', 1]]);
});
