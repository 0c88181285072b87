import { afterAll, beforeAll, expect, test } from 'vitest';
import { from, load, span, t0 } from '../engine/rows.ts';
import { panel, startHost, type Host } from '../engine/support.ts';

// Tests which spans are tool calls, if their operation is missing or says otherwise.

const at = from + 1_800_000;
const kernel = { ServiceName: 'kernel', ScopeName: 'semantic_kernel.functions.kernel_function' };
const agents = { ServiceName: 'agents', ScopeName: 'logfire.openai_agents', TraceId: 'a'.repeat(32) };
const root = 'b'.repeat(16);
const executed = { 'gen_ai.operation.name': 'execute_tool' };
const model = { 'gen_ai.system': 'openai' };

let host: Host;

beforeAll(async () => {
  host = await startHost();
  const spans = [
    span(
      at,
      { ...executed, 'gen_ai.tool.name': 'kqZbTrWmXcVnHsLp' },
      { ...kernel, SpanName: 'execute_tool kqZbTrWmXcVnHsLp' }
    ),
    span(at, { ...executed, 'gen_ai.tool.name': 'shop-find', 'gen_ai.tool.call.id': 'call-1' }, kernel),
    span(at, { group_id: 'visit-7' }, { ...agents, SpanId: root, SpanName: 'OpenAI Agents trace: {name}' }),
    span(at, { ...model, name: 'helper' }, { ...agents, ParentSpanId: root, SpanName: 'Agent run: {name!r}' }),
    span(
      at,
      { ...model, name: 'find' },
      { ...agents, ParentSpanId: root, SpanName: 'Function: {name}', StatusCode: 'Error' }
    ),
    span(
      at,
      {
        ...model,
        'gen_ai.request.model': 'gpt-4o',
        'gen_ai.usage.input_tokens': '90',
        usage:
          '{"input_tokens":90,"input_tokens_details":{"cached_tokens":64},"output_tokens_details":{"reasoning_tokens":8}}',
      },
      { ...agents, ParentSpanId: root, SpanName: 'Chat completion with {gen_ai.request.model!r}' }
    ),
    span(at, { group_id: 'null', ...model, 'gen_ai.request.model': 'gpt-4o' }, { ...agents, TraceId: 'c'.repeat(32) }),
    ...[
      { SpanName: 'call_llm', StatusMessage: 'Error code: 429 - Rate limit reached' },
      { SpanName: 'execute_tool pack' },
    ].map((failed) =>
      span(at, {}, { ServiceName: 'kit', ScopeName: 'gcp.vertex.agent', StatusCode: 'Error', ...failed })
    ),
    span(
      at,
      {
        'gen_ai.request.model': 'gemini-2.5-pro',
        'gen_ai.usage.output_tokens': '34',
        'gcp.vertex.agent.llm_response': '{"usage_metadata":{"candidates_token_count":34,"thoughts_token_count":64}}',
      },
      { ServiceName: 'kit', ScopeName: 'gcp.vertex.agent', SpanName: 'call_llm' }
    ),
    span(
      at,
      {
        'gen_ai.request.model': 'gemini-2.5-pro',
        'gen_ai.usage.output_tokens': '15',
        'gcp.vertex.agent.llm_response': '{"usageMetadata":{"candidatesTokenCount":15,"thoughtsTokenCount":6}}',
      },
      { ServiceName: 'kit in JavaScript', ScopeName: 'gcp.vertex.agent', SpanName: 'call_llm' }
    ),
    span(
      at,
      { ...executed, 'traceloop.span.kind': 'task', 'traceloop.entity.name': 'find' },
      { ServiceName: 'chain', ScopeName: '@traceloop/instrumentation-langchain', SpanName: 'execute_tool find' }
    ),
    span(
      at,
      { 'traceloop.span.kind': 'task', 'traceloop.entity.name': 'tidy' },
      { ServiceName: 'chain', ScopeName: '@traceloop/node-server-sdk', SpanName: 'tidy.task' }
    ),
  ];
  const step = { ServiceName: 'steps', ScopeName: 'opentelemetry.instrumentation.llamaindex' };
  spans.push(
    span(
      at,
      { 'traceloop.span.kind': 'task', 'traceloop.entity.name': 'BaseWorkflowAgent.task', 'tool.name': 'find' },
      { ...step, SpanName: 'BaseWorkflowAgent.task' }
    ),
    span(
      at,
      { 'haystack.tool.name': 'find', 'haystack.tool.error': 'true' },
      { ServiceName: 'steps', ScopeName: 'shop', SpanName: 'haystack.agent.step.tool' }
    ),
    span(
      at,
      {
        'haystack.component.type': 'ToolInvoker',
        'haystack.component.output':
          '{"tool_messages": [{"content": [{"tool_call_result": {"result": "none", "origin": {"tool_name": "look", "id": "c-1"}, "error": true}}]}]}',
      },
      { ServiceName: 'steps', ScopeName: 'shop', SpanName: 'haystack.component.run' }
    )
  );
  await load(host.url, 'otel', { spans, logs: [] });
});

afterAll(() => host.close());

const ask = async (measures: readonly string[], groupBy: readonly string[]) =>
  (
    await host.ask(
      { version: 1, kind: 'measure', format: 'table', measures: measures.map((id) => ({ id })), groupBy },
      panel(from, t0)
    )
  ).rows.sort();

test('a prompt that Semantic Kernel runs as a function is none', async () => {
  expect(await ask(['tool_calls', 'tool_failures'], ['service', 'tool'])).toEqual([
    ['agents', 'find', 1, 1],
    ['chain', 'find', 1, 0],
    ['kernel', 'shop-find', 1, 0],
    ['kit', 'pack', 1, 1],
    ['steps', 'find', 2, 1],
    ['steps', 'look', 1, 1],
  ]);
});

test('an agent of the openai-agents SDK ran, as Logfire names it', async () => {
  expect(await ask(['agent_runs'], ['service'])).toEqual([['agents', 1]]);
});

test('its conversation is the group, and its usage has details', async () => {
  expect(await ask(['requests', 'cache_read_tokens', 'reasoning_tokens'], ['conversation'])).toEqual([
    ['unknown', 4, null, 70],
    ['visit-7', 1, 64, 8],
  ]);
});

test('the Agent Development Kit leaves nothing but the names of what failed, and thoughts are output', async () => {
  const rows = await ask(['requests', 'errors', 'output_tokens'], ['service', 'error_class']);
  expect(rows.filter(([service]) => String(service).startsWith('kit'))).toEqual([
    ['kit in JavaScript', 'none', 1, 0, 21],
    ['kit', 'none', 1, 0, 98],
    ['kit', 'rate_limit', 1, 1, null],
  ]);
});
