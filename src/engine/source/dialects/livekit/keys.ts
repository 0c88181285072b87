import type { Dialect } from '../dialect.ts';

export const keys: Dialect['keys'] = {
  toolName: ['lk.function_tool.name'],
  toolCallId: ['lk.function_tool.id'],
  toolFailed: ['lk.function_tool.is_error'],
  timeToFirstToken: ['lk.response.ttft'],
};
