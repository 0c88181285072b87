import type { Dialect } from '../dialect.ts';

export const keys: Dialect['keys'] = {
  requestModel: ['model'],
  inputTokens: ['input_token_count'],
  outputTokens: ['output_token_count'],
  cacheReadTokens: ['cached_content_token_count'],
  reasoningTokens: ['thoughts_token_count'],
  finishReason: ['finish_reasons'],
  httpStatus: ['status_code'],
  toolName: ['function_name'],
  toolCallId: ['gen_ai.tool.call_id'],
};
