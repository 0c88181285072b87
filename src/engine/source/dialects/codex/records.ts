import type { Dialect } from '../dialect.ts';

/**
 * A call that was answered is the last event of its stream, the only one with counts of tokens, and says no duration. One that
 * was not is a request with an error, of which each attempt is a record, or a stream that broke.
 */
export const records: Dialect['records'] = [
  { event: 'codex.user_prompt' },
  { event: 'codex.sse_event', when: { anyOf: ['input_token_count'] } },
  { event: 'codex.sse_event', when: { equals: ['event.kind', 'response.failed'] } },
  { event: 'codex.sse_event', when: { anyOf: ['error.message'], lacking: 'event.kind' } },
  { event: 'codex.api_request', when: { anyOf: ['error.message'] } },
  { event: 'codex.tool_result' },
];

export const spanNames: Dialect['spanNames'] = {
  'codex.user_prompt': 'invoke_agent',
  'codex.sse_event': 'chat',
  'codex.api_request': 'chat',
  'codex.tool_result': 'execute_tool',
};
