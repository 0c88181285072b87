import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Attributes, SpanRow } from '../../../tools/demo/data/rows.ts';
import { clickHouseTime, load, span } from './rows.ts';
import { panel, startHost, withSql, type Host } from './support.ts';

// Tests what counts of tokens hold where the numbers of a row tell, whatever its writer's convention says, and what is a call.

const now = Date.UTC(2026, 5, 15, 12);
const at = now - 1_800_000;

interface Case {
  spans: SpanRow[];
  expected: Record<string, number | null>;
}

const chat = (provider: string, model: string, more: Attributes): Attributes => ({
  'gen_ai.operation.name': 'chat',
  'gen_ai.provider.name': provider,
  'gen_ai.request.model': model,
  ...more,
});
const usage = (input: number, output: number, more: Attributes = {}): Attributes => ({
  'gen_ai.usage.input_tokens': String(input),
  'gen_ai.usage.output_tokens': String(output),
  ...more,
});
const reasoning = (tokens: number, total?: number): Attributes => ({
  'gen_ai.usage.reasoning.output_tokens': String(tokens),
  ...(total === undefined ? {} : { 'gen_ai.usage.total_tokens': String(total) }),
});
const langfuse = (details: Record<string, number>, model = 'gpt-5-mini'): SpanRow =>
  span(
    at,
    {
      'langfuse.observation.type': 'generation',
      'langfuse.observation.model.name': model,
      'langfuse.observation.usage_details': JSON.stringify(details),
    },
    { ScopeName: 'langfuse-sdk' }
  );

let traces = 0;
/** Spans below each other, each within the one above. */
function nested(...levels: [scope: string, attributes: Attributes, more?: Partial<SpanRow>][]): SpanRow[] {
  const trace = `${++traces}`.padStart(32, 'c');
  return levels.map(([ScopeName, attributes, more], depth) =>
    span(at, attributes, {
      TraceId: trace,
      SpanId: `${traces}${depth + 1}`.padStart(16, '0'),
      ParentSpanId: depth === 0 ? '' : `${traces}${depth}`.padStart(16, '0'),
      Timestamp: clickHouseTime(at + depth * 10),
      Duration: (2000 - depth * 20) * 1e6,
      ScopeName,
      ...more,
    })
  );
}

const grok = (more: Attributes) => span(at, chat('x_ai', 'grok-4', more));
const gemini = (more: Attributes) => span(at, chat('gcp.gemini', 'gemini-2.5-flash', more));
const sonnet = (more: Attributes) => span(at, chat('anthropic', 'claude-sonnet-4-5', more));
const gpt = chat('openai', 'gpt-4o', usage(1000, 100));
const tool = (more: Attributes = {}): Attributes => ({
  'gen_ai.operation.name': 'execute_tool',
  'gen_ai.tool.name': 'get_weather',
  ...more,
});

const agent = (more: Attributes): Attributes => ({
  'gen_ai.operation.name': 'invoke_agent',
  'gen_ai.agent.name': 'helper',
  ...more,
});

/** Spans next to each other, one after the other, below one. */
function below(above: Attributes, calls: readonly Attributes[]): SpanRow[] {
  const [root, ...rest] = nested(['shop', above], ...calls.map((call): [string, Attributes] => ['shop', call]));
  return root
    ? [
        root,
        ...rest.map((row, index) => ({
          ...row,
          ParentSpanId: root.SpanId,
          Timestamp: clickHouseTime(at + 100 * (index + 1)),
          Duration: 50 * 1e6,
        })),
      ]
    : [];
}

const cases: Record<string, Case> = {
  'a total that holds the parts beside it': {
    spans: [
      langfuse({ input: 8950, output: 640, total: 9590, input_cached_tokens: 8900, output_reasoning_tokens: 600 }),
    ],
    expected: { input_tokens: 8950, output_tokens: 640, cost: 0.001515 },
  },
  'the same parts apart, by their total': {
    spans: [
      langfuse({ input: 8950, output: 640, total: 19_090, input_cached_tokens: 8900, output_reasoning_tokens: 600 }),
    ],
    expected: { input_tokens: 17_850, output_tokens: 1240 },
  },
  'the same parts without a total': {
    spans: [langfuse({ input: 8950, output: 640, input_cached_tokens: 8900, output_reasoning_tokens: 600 })],
    expected: { input_tokens: 17_850, output_tokens: 1240 },
  },
  'parts of which the total holds one': {
    spans: [
      langfuse({ input: 8950, output: 640, total: 18_490, input_cached_tokens: 8900, output_reasoning_tokens: 600 }),
    ],
    expected: { input_tokens: 17_850, output_tokens: 640 },
  },
  'parts of which the total holds the other': {
    spans: [
      langfuse({ input: 8950, output: 640, total: 10_190, input_cached_tokens: 8900, output_reasoning_tokens: 600 }),
    ],
    expected: { input_tokens: 8950, output_tokens: 1240 },
  },
  'more reasoning than output': {
    spans: [grok(usage(1000, 50, reasoning(900)))],
    expected: { input_tokens: 1000, output_tokens: 950, cost: 0.01725 },
  },
  'reasoning that a total has beside the output': {
    spans: [gemini(usage(500, 20, reasoning(400, 920)))],
    expected: { output_tokens: 420, cost: 0.0012 },
  },
  'less reasoning than output, by the total': {
    spans: [grok(usage(1000, 500, reasoning(300, 1800)))],
    expected: { output_tokens: 800 },
  },
  'reasoning in the output, by the total and without': {
    spans: [grok(usage(1000, 500, reasoning(300, 1500))), grok(usage(1000, 500, reasoning(300)))],
    expected: { output_tokens: 1000 },
  },
  'a total that is none of these': {
    spans: [gemini(usage(500, 420, reasoning(400, 933)))],
    expected: { input_tokens: 500, output_tokens: 420 },
  },
  'cached tokens that a total has beside the input': {
    spans: [
      sonnet(
        usage(6000, 100, { 'gen_ai.usage.cache_read.input_tokens': '5000', 'gen_ai.usage.total_tokens': '11100' })
      ),
    ],
    expected: { input_tokens: 11_000, output_tokens: 100 },
  },
  'cached tokens and reasoning that a total has beside both': {
    spans: [gemini(usage(6000, 100, { ...reasoning(70, 11_170), 'gen_ai.usage.cache_read.input_tokens': '5000' }))],
    expected: { input_tokens: 11_000, output_tokens: 170 },
  },
  'a finished call that says 0 for everything': {
    spans: [
      span(at, gpt),
      span(at, chat('openai', 'gpt-4o', {})),
      span(at, chat('openai', 'gpt-4o', { ...usage(0, 0), 'gen_ai.response.finish_reasons': '["stop"]' })),
    ],
    expected: { requests: 3, cost: 0.0035, unpriced_requests: 2, tokens_per_request: 1100, token_coverage: 1 / 3 },
  },
  'a finished call that says 0 for everything, cached tokens as well': {
    spans: [
      span(
        at,
        chat('openai', 'gpt-4o', {
          ...usage(0, 0, { 'gen_ai.usage.cache_read.input_tokens': '0' }),
          'gen_ai.response.finish_reasons': '["stop"]',
        })
      ),
    ],
    expected: { requests: 1, cost: null, unpriced_requests: 1, token_coverage: 0 },
  },
  'an embedding, which has no output': {
    spans: [
      span(at, { ...chat('openai', 'text-embedding-3-small', usage(7, 0)), 'gen_ai.operation.name': 'embeddings' }),
    ],
    expected: { requests: 1, input_tokens: 7, output_tokens: 0 },
  },
  'a framework that says 0 of what its client knows': {
    spans: nested(
      [
        'openinference.instrumentation.langchain',
        {
          'openinference.span.kind': 'LLM',
          'llm.model_name': 'claude-sonnet-4-5',
          'llm.provider': 'anthropic',
          'llm.token_count.prompt': '5000',
          'llm.token_count.completion': '100',
          'llm.token_count.prompt_details.cache_read': '0',
        },
      ],
      [
        'opentelemetry.instrumentation.anthropic',
        chat('anthropic', 'claude-sonnet-4-5', usage(500, 100, { 'gen_ai.usage.cache_read.input_tokens': '4500' })),
      ]
    ),
    expected: { requests: 1, input_tokens: 5000, cache_read_tokens: 4500, cost: 0.00435 },
  },
  'operations that nobody knows, with a model and usage': {
    spans: ['call_llm', 'inference', 'LLM_INVOCATION'].map((operation) =>
      span(
        at,
        { ...chat('openai', 'gpt-4.1-mini', usage(1000, 100)), 'gen_ai.operation.name': operation },
        { ScopeName: 'any_agent' }
      )
    ),
    expected: { requests: 3, cost: 3 * 0.00056 },
  },
  'operations that are no call, or have no usage': {
    spans: ['invoke_agent', 'create_agent', 'retrieval', 'chain']
      .map((operation) => span(at, { ...gpt, 'gen_ai.operation.name': operation }))
      .concat(span(at, { ...chat('openai', 'gpt-4.1-mini', {}), 'gen_ai.operation.name': 'prepare' })),
    expected: { requests: 0 },
  },
  'three spans of one scope about one call': {
    spans: nested(['shop', gpt], ['shop', gpt], ['shop', gpt]),
    expected: { requests: 1, cost: 0.0035, input_tokens: 1000 },
  },
  'five spans of one scope about one call': {
    spans: nested(['shop', gpt], ['shop', gpt], ['shop', gpt], ['shop', gpt], ['shop', gpt]),
    expected: { requests: 1, cost: 0.0035 },
  },
  'two spans about one call, twice in a trace': {
    spans: nested(['shop', gpt], ['shop', gpt]).concat(nested(['shop', gpt], ['shop', gpt])),
    expected: { requests: 2, cost: 0.007 },
  },
  'a tool by its framework, its client and its server': {
    spans: nested(
      ['agent_framework', tool()],
      ['agent_framework', tool({ 'mcp.method.name': 'tools/call' }), { SpanName: 'tools/call get_weather' }],
      [
        'mcp.server',
        tool({ 'mcp.method.name': 'tools/call', 'error.type': 'tool_error' }),
        { SpanName: 'tools/call get_weather', SpanKind: 'Server', StatusCode: 'Error' },
      ]
    ),
    expected: { tool_calls: 1, tool_failures: 1 },
  },
  'an answer cut off at the token limit': {
    spans: [
      { 'error.type': 'response.incomplete', 'gen_ai.response.finish_reasons': '["max_output_tokens"]' },
      { 'gen_ai.response.finish_reasons': '["max_output_tokens"]' },
      { 'error.type': 'response.incomplete', 'error.message': 'reason: max_output_tokens' },
    ]
      .map((more) => span(at, { ...gpt, ...more }, { StatusCode: 'Error' }))
      .concat(span(at, gpt, { StatusCode: 'Error', StatusMessage: 'response.incomplete: max_output_tokens' })),
    expected: { requests: 4, errors: 0, truncations: 4 },
  },
  'a call that failed as only its agent says': {
    spans: nested(['shop', agent({ 'error.type': 'rate_limit' })], ['shop', chat('openai', 'gpt-4o', {})]),
    expected: { requests: 1, errors: 1 },
  },
  'a silent call below an agent that answered, or that failed after another call': {
    spans: [
      ...nested(['shop', agent({})], ['shop', chat('openai', 'gpt-4o', {})]),
      ...below(agent({ 'error.type': 'rate_limit' }), [chat('openai', 'gpt-4o', {}), gpt]),
    ],
    expected: { requests: 3, errors: 0 },
  },
  'failures that say so beside the token limit': {
    spans: [
      { 'error.type': 'timeout', 'gen_ai.response.finish_reasons': '["length"]' },
      { 'error.type': 'IncompleteRead' },
      { 'error.type': 'response.incomplete', 'error.message': 'reason: content_filter' },
    ].map((more) => span(at, { ...gpt, ...more }, { StatusCode: 'Error' })),
    expected: { requests: 3, errors: 3 },
  },
};

let host: Host;

beforeAll(async () => {
  host = await startHost();
  host.now = () => now;
  const spans = Object.entries(cases).flatMap(([name, own]) =>
    own.spans.map((row): SpanRow => ({ ...row, ServiceName: name }))
  );
  await load(host.url, 'otel', { spans, logs: [] });
});

afterAll(() => host.close());

const rounded = (value: unknown): number | null =>
  value === null || value === undefined ? null : Number(Number(value).toPrecision(9));

test('the class of an error that only the agent says', async () => {
  const query = {
    version: 1,
    kind: 'measure',
    format: 'table',
    measures: [{ id: 'errors' }],
    groupBy: ['error_class'],
    filters: [{ dimension: 'service', operator: 'in', values: ['a call that failed as only its agent says'] }],
  };
  const { rows } = await host.ask(query, panel(now - 3_600_000, now));
  expect(rows).toEqual([['rate_limit', 1]]);
});

test('rows say what they hold', async () => {
  const ids = [...new Set(Object.values(cases).flatMap(({ expected }) => Object.keys(expected)))];
  const query = {
    version: 1,
    kind: 'measure',
    format: 'table',
    measures: ids.map((id) => ({ id })),
    groupBy: ['service'],
  };
  const plan = await host.plan(query, panel(now - 3_600_000, now));
  const { columns, rows } = await host.run(plan);
  const of = (pick: (name: string, id: string, value: number | null) => unknown) =>
    Object.fromEntries(
      Object.entries(cases).map(([name, { expected }]) => [
        name,
        Object.fromEntries(Object.entries(expected).map(([id, value]) => [id, rounded(pick(name, id, value))])),
      ])
    );
  const seen = of((name, id) => {
    const row = rows.find((one) => one[columns.indexOf('service')] === name);
    return row ? row[columns.indexOf(id)] : 0;
  });
  withSql(plan, () => expect(seen).toEqual(of((_, __, value) => value)));
});
