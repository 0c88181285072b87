import type { Dialect } from '../dialect.ts';

export const keys: Dialect['keys'] = {
  operation: ['agentops.span.kind', 'gen_ai.request.type'],
  timeToFirstToken: ['gen_ai.streaming.time_to_first_token'],
  streaming: ['gen_ai.request.streaming'],
  finishReason: ['gen_ai.response.stop_reason'],
  toolName: ['tool.name'],
  toolCallId: ['tool.call_id'],
};
