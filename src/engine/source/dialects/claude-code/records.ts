import type { Dialect } from '../dialect.ts';

const operations = {
  'claude_code.user_prompt': 'invoke_agent',
  'claude_code.api_request': 'chat',
  'claude_code.api_error': 'chat',
  'claude_code.tool_result': 'execute_tool',
};

/** Records name their event in the body; `event.name` is the same without the prefix. */
export const records: Dialect['records'] = Object.entries(operations).map(([event, operation]) =>
  operation === 'invoke_agent' ? { event, turn: true } : { event }
);

export const spanNames: Dialect['spanNames'] = operations;
