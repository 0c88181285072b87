import type { Dialect } from '../dialect.ts';

export const keys: Dialect['keys'] = {
  requestModel: ['model'],
  inputTokens: ['input_token_count'],
  outputTokens: ['output_token_count'],
  cacheReadTokens: ['cached_token_count'],
  reasoningTokens: ['reasoning_token_count'],
  user: ['user.account_id'],
  toolName: ['tool_name'],
  toolCallId: ['call_id'],
};
