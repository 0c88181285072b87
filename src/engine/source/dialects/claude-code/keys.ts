import type { Dialect } from '../dialect.ts';

export const keys: Dialect['keys'] = {
  operation: [{ key: 'span.type' }],
  requestModel: ['model'],
  inputTokens: ['input_tokens'],
  outputTokens: ['output_tokens'],
  cacheReadTokens: ['cache_read_tokens'],
  cacheWriteTokens: ['cache_creation_tokens'],
  reportedCost: ['cost_usd'],
  timeToFirstToken: [{ key: 'ttft_ms', unit: 'ms' }],
  finishReason: ['stop_reason'],
  httpStatus: ['status_code'],
  errorMessage: ['error'],
  toolName: ['tool_name'],
  toolCallId: ['tool_use_id'],
};
