import type { Dialect } from '../dialect.ts';

const usage = (name: string) => ({ within: 'metadata.usage_object', name });

/** Cached and reasoning tokens of v1 are in Python's print of the usage object only. */
export const keys: Dialect['keys'] = {
  cacheReadTokens: [usage('cached_tokens'), usage('cache_read_input_tokens')],
  cacheWriteTokens: [usage('cache_creation_input_tokens'), usage('cache_creation_tokens')],
  reasoningTokens: [usage('reasoning_tokens')],
  reportedCost: ['litellm.cost.total'],
  streaming: ['litellm.request.streaming'],
  cacheHit: ['litellm.cache_hit', { within: 'hidden_params', name: 'cache_key' }],
  guardrailVerdict: ['litellm.guardrail.status', 'litellm.guardrail.action'],
  user: ['litellm.end_user.id', 'metadata.user_api_key_end_user_id', 'metadata.user_api_key_user_id'],
  team: ['litellm.team.alias', 'litellm.team.id', 'metadata.user_api_key_team_alias', 'metadata.user_api_key_team_id'],
};
