import type { Dialect } from '../dialect.ts';

export const keys: Dialect['keys'] = {
  operation: ['judgment.span_kind'],
  provider: ['judgment.llm.provider'],
  requestModel: ['judgment.llm.model'],
  inputTokens: ['judgment.usage.non_cached_input_tokens'],
  outputTokens: ['judgment.usage.output_tokens'],
  cacheReadTokens: ['judgment.usage.cache_read_input_tokens'],
  cacheWriteTokens: ['judgment.usage.cache_creation_input_tokens'],
  reasoningTokens: ['judgment.usage.reasoning_tokens'],
  reportedCost: ['judgment.usage.total_cost_usd'],
  conversation: ['judgment.session_id'],
  customer: ['judgment.customer_id'],
};
