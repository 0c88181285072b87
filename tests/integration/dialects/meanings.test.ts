import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Attributes, SpanRow } from '../../../tools/demo/data/rows.ts';
import { from, load, span, t0 } from '../engine/rows.ts';
import { panel, startHost, withSql, type Host } from '../engine/support.ts';

// Tests attributes that mean something else on some rows, and spans whose operation is a word of the application's.

const at = from + 1_800_000;
const id = (letter: string) => letter.repeat(16);
const chat: Attributes = { 'gen_ai.operation.name': 'chat', 'gen_ai.request.model': 'gpt-4o' };
const used: Attributes = { 'gen_ai.usage.input_tokens': '1000', 'gen_ai.usage.output_tokens': '50' };

type Part = readonly [name: string, attributes: Attributes, row?: Partial<SpanRow>];

/** Builds a trace in a service of its own; each span is below the one before it. */
const trace = (service: string, ScopeName: string, parts: readonly Part[]): SpanRow[] =>
  parts.map(([SpanName, attributes, row], depth) =>
    span(at + depth, attributes, {
      ServiceName: service,
      ScopeName,
      SpanName,
      TraceId: Buffer.from(service).toString('hex').padEnd(32, '0').slice(-32),
      SpanId: id('abcdef'.charAt(depth)),
      ParentSpanId: depth === 0 ? '' : id('abcdef'.charAt(depth - 1)),
      Duration: (100 - depth) * 1_000_000,
      ...row,
    })
  );

const genkit = (output: string) => ({
  'genkit:type': 'action',
  'genkit:metadata:subtype': 'model',
  'genkit:name': 'openai/gpt-5-mini',
  'genkit:output': output,
});

let host: Host;

beforeAll(async () => {
  host = await startHost();
  const spans = [
    ...trace('workflow of 0.1', 'opentelemetry.instrumentation.genai.langchain', [
      ['invoke_agent plan', { 'gen_ai.operation.name': 'invoke_workflow', 'gen_ai.agent.name': 'plan' }],
      ['chat gpt-4o', chat],
    ]),
    ...trace('workflow of 1.41', 'opentelemetry.instrumentation.genai.langchain', [
      ['invoke_workflow trip', { 'gen_ai.operation.name': 'invoke_workflow', 'gen_ai.workflow.name': 'trip' }],
      ['invoke_agent helper', { 'gen_ai.operation.name': 'invoke_agent', 'gen_ai.agent.name': 'helper' }],
      ['chat gpt-4o', chat],
    ]),
    ...trace('a prompt each', 'gemini-cli', [
      ['user_prompt', { 'gen_ai.operation.name': 'user_prompt', 'gen_ai.prompt.name': 'session########1' }],
      ['llm_call', { ...chat, 'gen_ai.operation.name': 'llm_call', 'gen_ai.prompt.name': 'session########1' }],
    ]),
    ...trace('prompt of a server', 'mcp.client', [
      ['prompts/get review', { 'mcp.method.name': 'prompts/get', 'gen_ai.prompt.name': 'review' }],
      ['chat gpt-4o', chat],
    ]),
    ...trace('prompt of a model', 'shop.llm', [
      ['answer', { 'mcp.method.name': 'tools/call', 'gen_ai.prompt.name': 'greeting' }],
      ['chat gpt-4o', chat],
    ]),
    ...trace('quoted', 'mlflow.openai', [
      [
        'Completions',
        {
          'mlflow.spanType': '"CHAT_MODEL"',
          'mlflow.llm.model': '"gpt-4o"',
          'app.feature': '"search"',
          'user.id': '"ann"',
        },
      ],
    ]),
    ...trace('quotes of its own', 'shop.llm', [['chat gpt-4o', { ...chat, 'app.feature': '"search" page' }]]),
    ...trace('nobody', 'guardrails-ai', [
      ['POST /ask', { 'user.id': 'ann' }, { ScopeName: 'app' }],
      ['step', { type: 'guardrails/guard/step', 'guardrails.version': '0.11.0', 'user.id': 'unknown' }],
      ['call', { type: 'guardrails/guard/step/call', 'guardrails.version': '0.11.0', 'user.id': 'unknown' }],
    ]),
    ...trace('task as operation', 'any_agent', [
      ['call_llm', { ...chat, ...used, 'gen_ai.operation.name': 'call_llm', 'gen_ai.request.model': 'gpt-4.1-mini' }],
    ]),
    ...trace('agent with usage', 'any_agent', [
      ['invoke_agent', { ...chat, ...used, 'gen_ai.operation.name': 'invoke_agent' }],
      ['step', { ...chat, 'gen_ai.operation.name': 'think' }],
    ]),
    ...trace('three of one scope', 'livekit-agents', [
      ['llm_node', { 'gen_ai.request.model': 'gpt-4o', 'lk.response.ttft': '0.2' }],
      ['llm_request', { ...chat, ...used }],
      ['llm_request_run', { 'gen_ai.request.model': 'gpt-4o' }],
    ]),
    ...trace('tool in its protocol', 'agent_framework', [
      ['execute_tool find', { 'gen_ai.operation.name': 'execute_tool', 'gen_ai.tool.name': 'find' }],
      ['tools/call find', { 'gen_ai.operation.name': 'execute_tool', 'gen_ai.tool.name': 'find' }],
      [
        'tools/call find',
        { 'gen_ai.operation.name': 'execute_tool', 'gen_ai.tool.name': 'find', 'error.type': 'tool_error' },
        { ScopeName: 'mcp.server' },
      ],
    ]),
    ...trace('thoughts inside', 'genkit-tracer', [
      ['model', genkit('{"usage":{"inputTokens":24,"outputTokens":342,"thoughtsTokens":320,"totalTokens":366}}')],
    ]),
    ...trace('thoughts beside', 'genkit-tracer', [
      ['model', genkit('{"usage":{"inputTokens":24,"outputTokens":22,"thoughtsTokens":320,"totalTokens":366}}')],
    ]),
    ...trace('thoughts, no total', 'genkit-tracer', [
      ['model', genkit('{"usage":{"inputTokens":24,"outputTokens":22,"thoughtsTokens":320}}')],
    ]),
    ...trace('a step between', '@mastra/otel-exporter', [
      [
        'invoke_agent support',
        { 'gen_ai.operation.name': 'invoke_agent', 'mastra.span.type': 'agent_run' },
        { StatusCode: 'Error', StatusMessage: 'Rate limit reached for requests' },
      ],
      ['model_generation gpt-4o', { 'gen_ai.operation.name': 'model_generation' }],
      ['agent_step support', { 'gen_ai.operation.name': 'agent_step' }],
      ['chat gpt-4o', { ...chat, 'gen_ai.response.finish_reasons': '["error"]' }],
    ]),
    ...Object.entries(stacks).flatMap(([service, [message, stack]]) =>
      trace(service, 'shop.llm', [
        [
          'chat gpt-4o',
          chat,
          {
            StatusCode: 'Error',
            StatusMessage: message,
            'Events.Timestamp': ['2026-03-29 00:30:00.500000000'],
            'Events.Name': ['exception'],
            'Events.Attributes': [{ 'exception.message': message, 'exception.stacktrace': stack }],
          },
        ],
      ])
    ),
    ...['azure.openai', 'aws.anthropic', 'gcp.anthropic', 'vertex', 'x-ai'].flatMap((provider) =>
      trace(`by ${provider}`, 'shop.llm', [['chat', { ...chat, 'gen_ai.provider.name': provider }]])
    ),
  ];
  await load(host.url, 'otel', { spans, logs: [] });
});

const stacks: Record<string, readonly [message: string, stack: string]> = {
  'time-out in Python': [
    'Connection error.',
    'Traceback (most recent call last):\n  File "/app/call.py", line 3, in read\nhttpcore.ReadTimeout: timed out\n\nopenai.APIConnectionError: Connection error.',
  ],
  'time-out in Java': [
    'Request failed',
    'com.example.CallException: Request failed\n\tat com.example.Client.call(Client.java:9)\nCaused by: java.net.SocketTimeoutException: timeout\n\tat okio.AsyncTimeout.exit(AsyncTimeout.kt:128)',
  ],
  'time-out in JavaScript': [
    'fetch failed',
    'TypeError: fetch failed\n    at node:internal/deps/undici\n  [cause]: HeadersTimeoutError: Headers Timeout Error',
  ],
  'a frame of a timer': [
    'Socket closed',
    'java.net.SocketException: Socket closed\n\tat okio.AsyncTimeout$source$1.read(AsyncTimeout.kt:128)',
  ],
  'an argument of a call': [
    'Connection error.',
    'Traceback (most recent call last):\n  File "/app/call.py", line 3, in call\n    return client.create(timeout=20)\nopenai.APIConnectionError: Connection error.',
  ],
  'a limit, at last': [
    'Rate limit reached',
    'httpcore.ReadTimeout: timed out\n\nopenai.RateLimitError: Rate limit reached',
  ],
};

afterAll(() => host.close());

/** Answers a query by service; the rows of each without it. */
async function byService(measures: readonly string[], ...groupBy: string[]): Promise<Record<string, unknown[]>> {
  const query = {
    version: 1,
    kind: 'measure',
    format: 'table',
    measures: measures.map((measure) => ({ id: measure })),
    groupBy: ['service', ...groupBy],
  };
  const plan = await host.plan(query, panel(from, t0));
  const { rows } = await host.run(plan);
  withSql(plan, () => expect(new Set(rows.map(([service]) => service)).size).toBe(rows.length));
  return Object.fromEntries(rows.map(([service, ...cells]) => [String(service), cells]));
}

test('a workflow is told from an agent by its operation, not by its attribute', async () => {
  const found = await byService(['requests'], 'workflow', 'agent', 'feature');
  expect(found['workflow of 0.1']).toEqual(['plan', 'unknown', 'unknown', 1]);
  expect(found['workflow of 1.41']).toEqual(['trip', 'helper', 'unknown', 1]);
});

test('a prompt’s name is one of the model’s prompts', async () => {
  const found = await byService(['requests'], 'prompt');
  expect(found['a prompt each']).toEqual(['unknown', 1]);
  expect(found['prompt of a server']).toEqual(['unknown', 1]);
  expect(found['prompt of a model']).toEqual(['greeting', 1]);
});

test('tags are without the quotes of their dialect, and placeholders are none', async () => {
  const found = await byService(['requests'], 'feature', 'user', 'attr:app.feature');
  expect(found['quoted']).toEqual(['search', 'ann', 'search', 1]);
  expect(found['quotes of its own']).toEqual(['"search" page', 'unknown', '"search" page', 1]);
  expect(found['nobody']).toEqual(['unknown', 'ann', 'unknown', 1]);
});

test('a span with a model and its usage is a call, and once', async () => {
  const found = await byService(['requests', 'input_tokens', 'output_tokens']);
  expect(found['task as operation']).toEqual([1, 1000, 50]);
  expect(found['three of one scope']).toEqual([1, 1000, 50]);
  expect(found['agent with usage']).toBeUndefined();
});

test('a tool is called once and failed once, however deep its spans are', async () => {
  const found = await byService(['tool_calls', 'tool_failures']);
  expect(found).toEqual({ 'tool in its protocol': [1, 1] });
});

test('thoughts are added unless the total says that the output holds them', async () => {
  const found = await byService(['output_tokens']);
  expect(['thoughts inside', 'thoughts beside', 'thoughts, no total'].map((name) => found[name])).toEqual([
    [342],
    [342],
    [342],
  ]);
});

test('an error is of the class that a span several levels above, or the stack trace, says', async () => {
  const found = await byService(['errors'], 'error_class');
  const classes = Object.fromEntries(
    Object.entries(found).flatMap(([name, [type, errors]]) => (errors ? [[name, type]] : []))
  );
  expect(classes).toEqual({
    'a step between': 'rate_limit',
    'time-out in Python': 'timeout',
    'time-out in Java': 'timeout',
    'time-out in JavaScript': 'timeout',
    'a frame of a timer': 'other',
    'an argument of a call': 'server',
    'a limit, at last': 'rate_limit',
  });
});

test('providers have one name each', async () => {
  const found = await byService(['requests'], 'provider');
  expect(
    ['azure.openai', 'aws.anthropic', 'gcp.anthropic', 'vertex', 'x-ai'].map((name) => found[`by ${name}`]?.[0])
  ).toEqual(['azure.ai.openai', 'aws.bedrock', 'gcp.vertex_ai', 'gcp.vertex_ai', 'x_ai']);
});
