import type { Attributes, LogRow } from '../../../tools/demo/data/rows.ts';
import { log } from '../engine/rows.ts';

export const t0 = Date.UTC(2026, 9, 5, 12);

interface Writer {
  scope: string;
  service: string;
  common: Attributes;
  /** What the collector's EventName is. */
  eventName?: string;
}

/** Writes a record `at` milliseconds after t0. */
const record =
  ({ scope, service, common, eventName = '' }: Writer) =>
  (at: number, event: string, attributes: Attributes, more: Partial<LogRow> = {}): LogRow =>
    log(
      t0 + at,
      undefined,
      { ...common, 'event.name': event, 'event.timestamp': new Date(t0 + at).toISOString(), ...attributes },
      {
        ...{ ScopeName: scope, ServiceName: service, EventName: eventName },
        ResourceAttributes: { 'service.name': service, 'vcs.repository.name': 'shop' },
        ...more,
      }
    );

/** Claude Code: the body has the whole name of the event, and `event.name` what is behind the prefix. */
const claude = record({
  scope: 'com.anthropic.claude_code.events',
  service: 'claude-code',
  common: {
    'session.id': 'session-1',
    'user.id': '9c1f0a',
    'user.email': 'ada@example.com',
    'user.account_uuid': 'acc-1',
    'organization.id': 'org-1',
    'terminal.type': 'vscode',
  },
});
let sequence = 0;
const ofClaude = (
  at: number,
  event: string,
  turn: string,
  attributes: Attributes,
  more: Partial<LogRow> = {}
): LogRow =>
  claude(
    at,
    event,
    { 'event.sequence': String(sequence++), 'prompt.id': turn, ...attributes },
    { Body: `claude_code.${event}`, ...more }
  );

const usage = (input: number, output: number, read: number, write: number, cost: string): Attributes => ({
  model: 'claude-sonnet-4-5-20250929',
  ...{
    input_tokens: String(input),
    output_tokens: String(output),
    cost_usd: cost,
    duration_ms: '4200',
    speed: 'normal',
  },
  ...{ cache_read_tokens: String(read), cache_creation_tokens: String(write), query_source: 'repl_main_thread' },
});

const turns = ['1b4e28ba-2fa1-11d2-883f-0016d3cca427', '6fa459ea-ee8a-3ca4-894e-db77e160355e'] as const;

export const claudeRecords: LogRow[] = [
  ofClaude(0, 'user_prompt', turns[0], { prompt_length: '24', prompt: 'a secret plan' }),
  ofClaude(5_000, 'api_request', turns[0], { ...usage(12, 340, 20_000, 1500, '0.0188'), request_id: 'req_1' }),
  ofClaude(5_010, 'tool_decision', turns[0], { tool_name: 'Bash', tool_use_id: 'toolu_1', decision: 'accept' }),
  ofClaude(9_000, 'tool_result', turns[0], {
    ...{ tool_name: 'Bash', tool_use_id: 'toolu_1', success: 'true', duration_ms: '2500' },
    ...{ decision_type: 'accept', decision_source: 'user_temporary', tool_parameters: '{"bash_command":"ls"}' },
  }),
  ofClaude(14_000, 'api_request', turns[0], { ...usage(8, 90, 21_500, 300, '0.0089'), request_id: 'req_2' }),
  // The same millisecond as another.
  ofClaude(14_000, 'api_request', turns[0], { ...usage(8, 90, 21_500, 300, '0.0089'), request_id: 'req_3' }),
  ofClaude(60_000, 'user_prompt', turns[1], { prompt_length: '4', prompt: '<REDACTED>' }),
  ofClaude(64_000, 'api_error', turns[1], {
    ...{ model: 'claude-sonnet-4-5-20250929', error: '429 rate_limit_error: slow down', status_code: '429' },
    ...{ duration_ms: '3000', attempt: '11' },
  }),
  ofClaude(70_000, 'tool_result', turns[1], {
    ...{ tool_name: 'Edit', tool_use_id: 'toolu_2', success: 'false', duration_ms: '40', error: 'No such file' },
  }),
];

/** Two requests in one span, of a user of whom only the installation is known; the collector was sent the second twice. */
const traced = ['req_4', 'req_5', 'req_5'].map((request): LogRow => {
  const { TraceId, SpanId } = { TraceId: 'c'.repeat(32), SpanId: 'd'.repeat(16) };
  return claude(
    90_000,
    'api_request',
    { ...usage(1, 10, 0, 0, '0.001'), request_id: request, 'session.id': 'session-4', 'user.email': '' },
    { Body: 'claude_code.api_request', TraceId, SpanId }
  );
});

/** Gemini CLI writes the conventions' event beside each of its own responses. */
const gemini = record({
  scope: 'gemini-cli',
  service: 'gemini-cli',
  common: {
    'session.id': 'session-2',
    'installation.id': 'inst-1',
    'user.email': 'bob@example.com',
    interactive: 'true',
  },
});
const prompt = 'session-2########0';

export const geminiRecords: LogRow[] = [
  gemini(1000, 'gemini_cli.user_prompt', { prompt_length: '11', prompt_id: prompt, prompt: 'a secret plan' }),
  gemini(1100, 'gemini_cli.api_request', { model: 'gemini-2.5-pro', prompt_id: prompt, request_text: '[]' }),
  gemini(
    3100,
    'gemini_cli.api_response',
    {
      ...{ model: 'gemini-2.5-pro', duration_ms: '2000', input_token_count: '9000', output_token_count: '120' },
      ...{ cached_content_token_count: '4000', thoughts_token_count: '80', tool_token_count: '0' },
      ...{ total_token_count: '9200', prompt_id: prompt, status_code: '200', finish_reasons: '["stop"]' },
    },
    { Body: 'API response from gemini-2.5-pro. Status: 200. Duration: 2000ms.' }
  ),
  gemini(3100, 'gen_ai.client.inference.operation.details', {
    ...{ 'gen_ai.request.model': 'gemini-2.5-pro', 'gen_ai.operation.name': 'generate_content' },
    ...{ 'gen_ai.usage.input_tokens': '9000', 'gen_ai.usage.output_tokens': '120' },
  }),
  gemini(3900, 'gemini_cli.tool_call', {
    ...{ function_name: 'read_file', function_args: '{"path":"a"}', duration_ms: '700', success: 'true' },
    ...{ decision: 'auto_accept', prompt_id: prompt, tool_type: 'native' },
  }),
  gemini(5000, 'gemini_cli.api_error', {
    ...{
      model: 'gemini-2.5-pro',
      model_name: 'gemini-2.5-pro',
      'error.message': 'deadline exceeded',
      error: 'deadline exceeded',
    },
    ...{ duration: '900', duration_ms: '900', prompt_id: prompt, status_code: '504' },
  }),
];

/** Codex: EventName is where in its source an event is written, and its scope a target of Rust's tracing. */
const codex = record({
  scope: 'codex_otel.log_only',
  service: 'codex_cli_rs',
  eventName: 'event otel/src/events/session_telemetry.rs:1',
  common: {
    ...{ 'conversation.id': 'session-3', 'app.version': '0.150.0', auth_mode: 'Chatgpt', originator: 'codex_cli_rs' },
    ...{
      'user.account_id': 'acct-3',
      'user.email': 'cyd@example.com',
      'terminal.type': 'iTerm',
      model: 'gpt-5',
      slug: 'gpt-5',
    },
  },
});

export const codexRecords: LogRow[] = [
  codex(2000, 'codex.user_prompt', { prompt_length: '11', prompt: '[REDACTED]' }),
  codex(2300, 'codex.api_request', { duration_ms: '250', 'http.response.status_code': '200', attempt: '0' }),
  codex(2400, 'codex.sse_event', { 'event.kind': 'response.created', duration_ms: '3' }),
  codex(7000, 'codex.sse_event', { 'event.kind': 'response.completed', duration_ms: '3' }),
  codex(7001, 'codex.sse_event', {
    ...{ 'event.kind': 'response.completed', input_token_count: '5000', output_token_count: '400' },
    ...{ cached_token_count: '3000', reasoning_token_count: '256', tool_token_count: '5400' },
  }),
  codex(7100, 'codex.tool_decision', { tool_name: 'shell', call_id: 'call_1', decision: 'approved', source: 'user' }),
  codex(8000, 'codex.tool_result', {
    ...{ tool_name: 'shell', call_id: 'call_1', arguments: '{"command":["ls"]}', duration_ms: '600', success: 'false' },
    output: 'no such directory',
  }),
  codex(9000, 'codex.api_request', {
    ...{ duration_ms: '120', 'http.response.status_code': '429', attempt: '0' },
    'error.message': 'http 429 Too Many Requests: slow down',
  }),
  codex(9500, 'codex.sse_event', { duration_ms: '30000', 'error.message': 'idle timeout waiting for SSE' }),
];

/** Records of other programs, of which none is read. */
const others: LogRow[] = [
  log(t0 + 1, undefined, { 'event.name': 'api_request', model: 'gpt-4o', input_tokens: '7' }, { ServiceName: 'shop' }),
  log(t0 + 2, undefined, { model: 'gpt-4o' }, { ServiceName: 'shop', Body: 'claude_code.api_request', EventName: '' }),
];

export const records = [...claudeRecords, ...traced, ...geminiRecords, ...codexRecords, ...others];

/** Rows as the exporter stores them with JSON attributes, which keep numbers and flags. */
export const asJson = (row: LogRow): object => ({
  ...row,
  LogAttributes: Object.fromEntries(
    Object.entries(row.LogAttributes).map(([key, value]) => [
      key,
      /^(-?\d+(\.\d+)?|true|false)$/.test(value) ? (JSON.parse(value) as unknown) : value,
    ])
  ),
});
