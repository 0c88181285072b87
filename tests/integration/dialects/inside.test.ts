import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Attributes, SpanRow } from '../../../tools/demo/data/rows.ts';
import { from, load, log, span, t0 } from '../engine/rows.ts';
import { panel, startHost, withSql, type Host } from '../engine/support.ts';

// Tests calls and counts that only a message, an answer or a log record says.

const at = from + 1_800_000;
const id = (letter: string) => letter.repeat(16);
const traceOf = (letter: string) => letter.repeat(32);

const message = (name: string, input: number, output: number, content = 'Hello') =>
  JSON.stringify({
    id: name,
    source: 'assistant',
    models_usage: { prompt_tokens: input, completion_tokens: output },
    metadata: {},
    content,
    type: 'TextMessage',
  });
const processed = (start: number, body: string, more: Partial<SpanRow> = {}): SpanRow =>
  span(
    at + start,
    { 'messaging.operation': 'process', message: `{"response": {"chat_message": ${body}}}` },
    {
      ServiceName: 'autogen',
      ScopeName: 'autogen SingleThreadedAgentRuntime',
      SpanName: 'autogen process assistant_1.(1)-A',
      TraceId: traceOf('a'),
      ...more,
    }
  );

const kernel = (trace: string, more: Attributes = {}): SpanRow =>
  span(
    at,
    { 'gen_ai.operation.name': 'chat', 'gen_ai.system': 'openai', 'gen_ai.request.model': 'gpt-4o', ...more },
    {
      ServiceName: 'kernel',
      ScopeName: 'semantic_kernel.utils.telemetry.model_diagnostics.decorators',
      TraceId: traceOf(trace),
      SpanId: id(trace),
    }
  );

const said =
  'CompletionUsage(completion_tokens=20, prompt_tokens=34, total_tokens=54, completion_tokens_details=CompletionTokensDetails(audio_tokens=0, reasoning_tokens=8), prompt_tokens_details=PromptTokensDetails(audio_tokens=0, cached_tokens=16))';

const haystack = (service: string, start: string, scope = 'openinference.instrumentation.haystack') =>
  span(
    at,
    {
      'openinference.span.kind': 'LLM',
      'llm.model_name': 'gpt-5-mini',
      'llm.token_count.prompt': '100',
      'llm.token_count.completion': '50',
      'output.value': `{"replies": [{"meta": {"completion_start_time": "${start}", "usage": {"prompt_tokens_details": {"cached_tokens": 64}, "completion_tokens_details": {"reasoning_tokens": 32}}}, "text": "\\"cached_tokens\\": 7"}]}`,
    },
    { ServiceName: service, ScopeName: scope, Duration: 2_000_000_000 }
  );
/** Writes an instant as Python prints it without a zone. */
const later = (milliseconds: number) => new Date(at + milliseconds).toISOString().replace('Z', '');

const content = (role: string, ...parts: object[]) => ({ role, parts });
const asks = (name: string) => ({ text: null, function_call: { id: null, args: { city: { name: 'Paris' } }, name } });
const google = (service: string, scope: string) =>
  span(
    at,
    {
      'openinference.span.kind': 'LLM',
      'llm.model_name': 'gemini-2.5-flash',
      'llm.token_count.prompt': '90',
      'llm.token_count.completion': '12',
      'output.value': JSON.stringify({
        candidates: [{ content: content('model', { text: 'It is sunny.' }) }],
        automatic_function_calling_history: [
          content('user', { text: 'Weather? {"function_call": {"name": "none"}}' }),
          content('model', asks('get_weather'), asks('get_time')),
          content('user', { function_response: { name: 'get_weather' } }),
          content('model', asks('get_weather')),
          content('user', { function_response: { name: 'get_weather' } }),
        ],
      }),
    },
    { ServiceName: service, ScopeName: scope }
  );

let host: Host;

beforeAll(async () => {
  host = await startHost();
  const spans = [
    processed(0, message('m1', 30, 20)),
    processed(1, message('m1', 30, 20)),
    processed(2, message('m2', 40, 10, '"id": "m9", "models_usage": {"prompt_tokens": 999, "completion_tokens": 999}')),
    processed(3, '{"id": "m3", "source": "user", "models_usage": null, "content": "Hi"}'),
    processed(4, message('m4', 50, 5), { ServiceName: 'another runtime', ScopeName: 'shop.runtime' }),
    processed(5, message('m5', 50, 5), { ServiceName: 'instrumented', TraceId: traceOf('b') }),
    span(
      at + 6,
      { 'gen_ai.operation.name': 'chat', 'gen_ai.request.model': 'gpt-4o', 'gen_ai.usage.input_tokens': '50' },
      { ServiceName: 'instrumented', TraceId: traceOf('b') }
    ),
    kernel('c'),
    kernel('d', { 'gen_ai.usage.input_tokens': '7', 'gen_ai.usage.output_tokens': '3' }),
    kernel('e'),
    haystack('haystack', later(800)),
    haystack('haystack of another zone', later(800 + 3_600_000)),
    haystack('another answer', later(800), 'shop.llm'),
    google('functions', 'openinference.instrumentation.google_genai'),
    google('functions of another', 'openinference.instrumentation.shop'),
  ];
  const record = (trace: string, body: string) => log(at + 50, kernel(trace), {}, { EventName: '', Body: body });
  const logs = [
    record('c', `OpenAI usage: ${said}`),
    record('d', `OpenAI usage: ${said}`),
    record('e', `A user wrote: OpenAI usage: ${said}`),
  ];
  await load(host.url, 'otel', { spans, logs });
});

afterAll(() => host.close());

async function byService(measures: readonly string[], ...groupBy: string[]): Promise<Record<string, unknown[]>> {
  const query = {
    version: 1,
    kind: 'measure',
    format: 'table',
    measures: measures.map((measure) => ({ id: measure })),
    groupBy: ['service', ...groupBy],
  };
  const plan = await host.plan(query, panel(from, t0));
  try {
    const { rows } = await host.run(plan);
    return Object.fromEntries(
      rows.map(([service, ...cells]) => [
        [service, ...cells.slice(0, groupBy.length)].join(' '),
        cells.slice(groupBy.length),
      ])
    );
  } catch (failure) {
    withSql(plan, () => {
      throw failure;
    });
    return {};
  }
}

test('calls of messages count once a message, where no span tells of them', async () => {
  const found = await byService(['requests', 'input_tokens', 'output_tokens']);
  expect(found['autogen']).toEqual([2, 70, 30]);
  expect(found['another runtime']).toBeUndefined();
  expect(found['instrumented']).toEqual([1, 50, null]);
});

test('usage is that of the log record in the call’s span, where the span has none', async () => {
  const found = await byService(['requests', 'input_tokens', 'output_tokens', 'cache_read_tokens', 'reasoning_tokens']);
  expect(found['kernel']).toEqual([3, 41, 23, 32, 16]);
});

test('counts and times that only an answer has are read of its own dialect, within the span', async () => {
  const found = await byService(['cache_read_tokens', 'reasoning_tokens', 'ttft_p50']);
  expect(found['haystack']).toEqual([64, 32, 0.8]);
  expect(found['haystack of another zone']).toEqual([64, 32, null]);
  expect(found['another answer']).toEqual([null, null, null]);
});

test('rounds of automatic function calling are calls, and their tools are called', async () => {
  const found = await byService(['requests', 'input_tokens', 'output_tokens']);
  expect(found['functions']).toEqual([3, 90, 12]);
  expect(found['functions of another']).toEqual([1, 90, 12]);
  expect(await byService(['tool_calls'], 'tool')).toEqual({
    'functions get_weather': [2],
    'functions get_time': [1],
  });
});
