import type { Dialect } from '../dialect.ts';

const operations = {
  'gemini_cli.user_prompt': 'invoke_agent',
  'gemini_cli.api_response': 'chat',
  'gemini_cli.api_error': 'chat',
  'gemini_cli.tool_call': 'execute_tool',
};

/** Beside each response it writes the conventions' `gen_ai.client.inference.operation.details`, which knows less. */
export const records: Dialect['records'] = Object.entries(operations).map(([event, operation]) =>
  operation === 'invoke_agent' ? { event, turn: true } : { event }
);

export const spanNames: Dialect['spanNames'] = operations;
