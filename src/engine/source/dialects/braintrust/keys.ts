import type { Dialect } from '../dialect.ts';

const metric = (name: string) => ({ within: 'braintrust.metrics', name });

export const keys: Dialect['keys'] = {
  operation: [{ within: 'braintrust.span_attributes', name: 'type' }],
  provider: [{ within: 'braintrust.metadata', name: 'provider' }],
  requestModel: [{ within: 'braintrust.metadata', name: 'model' }],
  inputTokens: [metric('prompt_tokens')],
  outputTokens: [metric('completion_tokens')],
  cacheReadTokens: [metric('prompt_cached_tokens')],
  cacheWriteTokens: [metric('prompt_cache_creation_tokens')],
  reasoningTokens: [metric('completion_reasoning_tokens')],
  timeToFirstToken: [metric('time_to_first_token')],
};
