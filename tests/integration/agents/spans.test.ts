import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Attributes, SpanRow } from '../../../tools/demo/data/rows.ts';
import { load, log, span } from '../engine/rows.ts';
import { panel, startHost, type Host } from '../engine/support.ts';
import { askTrace } from '../traces/ask.ts';

// Spans of coding agents. Those of Claude Code do not say what a call cost: its log records do, wherever they were written.

const t0 = Date.UTC(2026, 9, 5, 12);
const window = panel(t0 - 60_000, t0 + 600_000);
const TraceId = 'a'.repeat(32);
let host: Host;

const common: Attributes = { 'session.id': 'session-1', 'user.id': '9c1f0a', 'user.email': 'ada@example.com' };
function written(id: string, type: string, at: number, seconds: number, attributes: Attributes, parent = '1'): SpanRow {
  const idOf = (digit: string) => (digit === '' ? '' : digit.repeat(16));
  return span(
    t0 + at,
    { ...common, 'span.type': type, duration_ms: String(seconds * 1000), ...attributes },
    {
      ...{ TraceId, SpanId: idOf(id), ParentSpanId: idOf(parent), Duration: seconds * 1e9 },
      ...{
        SpanName: `claude_code.${type}`,
        ScopeName: 'com.anthropic.claude_code.tracing',
        ServiceName: 'claude-code',
      },
    }
  );
}
const usage = (request: string): Attributes => ({
  ...{ model: 'claude-sonnet-4-5-20250929', 'gen_ai.system': 'anthropic', request_id: request, success: 'true' },
  ...{ input_tokens: '10', output_tokens: '100', cache_read_tokens: '1000', cache_creation_tokens: '0' },
  ...{ ttft_ms: '500', attempt: '1', stop_reason: 'end_turn' },
});
const refused: Attributes = {
  ...{ model: 'claude-sonnet-4-5-20250929', 'gen_ai.system': 'anthropic', success: 'false', status_code: '429' },
  ...{ error: 'rate_limit_error', attempt: '3' },
};

const spans = [
  written('1', 'interaction', 0, 30, { user_prompt: '<REDACTED>', user_prompt_length: '12' }, ''),
  written('2', 'llm_request', 1000, 4, usage('req_a')),
  written('3', 'tool', 6000, 9, { tool_name: 'Bash', tool_use_id: 'toolu_1', full_command: 'rm -rf build' }),
  written('4', 'tool.blocked_on_user', 6000, 7, { decision: 'accept', source: 'user_temporary' }, '3'),
  written('5', 'tool.execution', 13_000, 2, { success: 'true', tool_use_id: 'toolu_1' }, '3'),
  written('6', 'llm_request', 16_000, 3, usage('req_b')),
  written('7', 'llm_request', 20_000, 3, usage('req_c')),
  written('8', 'llm_request', 24_000, 1, refused),
];

/** A record as Claude Code writes it: in the span of the turn, or in none. */
const cost = (at: number, request: string, usd: string, SpanId = '') =>
  log(
    t0 + at,
    undefined,
    { ...common, 'event.name': 'api_request', request_id: request, model: 'claude-sonnet-4-5-20250929', cost_usd: usd },
    { Body: 'claude_code.api_request', EventName: '', ScopeName: 'com.anthropic.claude_code.events', SpanId }
  );

/** Copilot says repository and user on the turn only, whose usage is that of its calls. */
const ofCopilot = (SpanId: string, ParentSpanId: string, operation: string, attributes: Attributes): SpanRow =>
  span(
    t0 + 60_000,
    { 'gen_ai.operation.name': operation, 'gen_ai.provider.name': 'github', ...attributes },
    {
      TraceId: 'b'.repeat(32),
      SpanId,
      ParentSpanId,
      ScopeName: 'copilot-chat',
      ServiceName: 'copilot-chat',
      Duration: 5e9,
    }
  );
const tokens = { 'gen_ai.usage.input_tokens': '2000', 'gen_ai.usage.output_tokens': '50' };
const copilotSpans = [
  ofCopilot('a1', '', 'invoke_agent', {
    ...{
      'gen_ai.agent.name': 'copilot',
      'gen_ai.conversation.id': 'chat-1',
      'copilot_chat.turn_count': '1',
      ...tokens,
    },
    ...{ 'github.copilot.git.repository': 'https://github.com/example/shop.git', 'user.name': 'cyd' },
  }),
  ofCopilot('a2', 'a1', 'chat', {
    ...{ 'gen_ai.request.model': 'gpt-4o', 'gen_ai.conversation.id': 'chat-1', ...tokens },
    ...{ 'copilot_chat.chat_session_id': 'vs-1', 'copilot_chat.time_to_first_token': '450' },
  }),
  ofCopilot('a3', 'a1', 'execute_tool', {
    ...{ 'gen_ai.tool.name': 'readFile', 'gen_ai.tool.call.id': 'call_1', 'gen_ai.conversation.id': 'chat-1' },
    'error.type': 'FileNotFoundError',
  }),
  ofCopilot('a4', 'a1', 'execute_hook', { 'copilot_chat.hook_type': 'PreToolUse', 'gen_ai.conversation.id': 'chat-1' }),
];

beforeAll(async () => {
  host = await startHost();
  const logs = [
    cost(5010, 'req_a', '0.5', '1'.repeat(16)),
    // A collector was sent it twice, and the second of them late.
    cost(19_005, 'req_b', '0.25'),
    cost(29_005, 'req_b', '0.25'),
    cost(19_006, 'req_other', '7'),
    cost(19_007, '', '9'),
  ];
  await load(host.url, 'otel', { spans: [...spans, ...copilotSpans], logs });
});

afterAll(() => host?.close());

async function measured(...ids: string[]): Promise<Record<string, unknown>> {
  const { columns, rows } = await host.ask(
    {
      ...{ version: 1, kind: 'measure', format: 'table', groupBy: [], measures: ids.map((id) => ({ id })) },
      filters: [{ dimension: 'service', operator: 'in', values: ['claude-code'] }],
    },
    window
  );
  return Object.fromEntries(columns.map((name, index) => [name, rows[0]?.[index]]));
}

// 10 tokens at $3 a million, 1000 cached ones at $0.3, 100 generated at $15.
const estimated = 0.000_03 + 0.0003 + 0.0015;

test('calls have the cost of their records, others an estimate', async () => {
  expect(await measured('requests', 'errors', 'rate_limit_errors', 'reported_cost', 'cost', 'users')).toMatchObject({
    ...{ requests: 4, errors: 1, rate_limit_errors: 1, users: 1 },
    reported_cost: 0.75,
    cost: expect.closeTo(0.75 + estimated, 9) as number,
  });
});

test('a list and a trace have the same cost', async () => {
  const { columns, rows } = await host.ask(
    {
      ...{
        version: 1,
        kind: 'spans',
        format: 'table',
        groupBy: ['user', 'cost_source'],
        columns: ['cost'],
        filters: [{ dimension: 'service', operator: 'in', values: ['claude-code'] }],
      },
      ...{ orderBy: 'time', limit: 10 },
    },
    window
  );
  const of = (name: string) => rows.map((row) => row[columns.indexOf(name)]).reverse();
  expect(of('cost')).toEqual([0.5, 0.25, expect.closeTo(estimated, 9), null]);
  expect(new Set(of('user'))).toEqual(new Set(['ada@example.com']));
  const { spans: shown } = await askTrace(host, { traceId: TraceId }, window, host.settings);
  const turn = shown.find(({ name }) => name === 'claude_code.interaction');
  expect(turn?.tags['genai.total.cost_usd']).toBeCloseTo(0.75 + estimated, 9);
});

test('a tool is one, with the wait for its approval', async () => {
  expect(
    await measured('tool_calls', 'tool_failures', 'tool_latency_p95', 'tool_approval_wait_p95', 'agent_runs')
  ).toMatchObject({
    ...{ tool_calls: 1, tool_failures: 0, tool_latency_p95: 9, tool_approval_wait_p95: 7, agent_runs: 1 },
  });
});

test('Copilot has its turn’s repository and user, and counts once', async () => {
  const { columns, rows } = await host.ask(
    {
      ...{ version: 1, kind: 'measure', format: 'table', groupBy: ['repository', 'user', 'conversation'] },
      measures: ['requests', 'input_tokens', 'tool_failures', 'agent_runs', 'ttft_p50', 'cost'].map((id) => ({ id })),
      filters: [{ dimension: 'instrumentation', operator: 'in', values: ['copilot'] }],
    },
    window
  );
  const all = rows.map((row) => Object.fromEntries(columns.map((name, index) => [name, row[index]])));
  expect(all).toEqual([
    expect.objectContaining({
      ...{ repository: 'https://github.com/example/shop.git', user: 'cyd', conversation: 'chat-1' },
      ...{ requests: 1, input_tokens: 2000, tool_failures: 1, agent_runs: 1, ttft_p50: 0.45 },
      // 2000 tokens at $2.5 a million, 50 at $10.
      cost: expect.closeTo(0.0055, 9) as number,
    }),
  ]);
});
