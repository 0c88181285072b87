import type { Dialect } from '../dialect.ts';

/** Logfire's instrumentations repeat the provider's own usage, which says more than the attributes beside it. */
const raw = (name: string) => ({ within: 'gen_ai.usage.raw', name });
/** The openai-agents SDK's own usage. */
const ofAgents = (name: string) => ({ within: 'usage', name });

export const keys: Dialect['keys'] = {
  cacheReadTokens: [
    'gen_ai.usage.details.cache_read_tokens',
    'gen_ai.usage.details.cache_read_input_tokens',
    raw('cached_tokens'),
    raw('cache_read_input_tokens'),
    ofAgents('cached_tokens'),
  ],
  cacheWriteTokens: [
    'gen_ai.usage.details.cache_write_tokens',
    'gen_ai.usage.details.cache_creation_input_tokens',
    raw('cache_creation_input_tokens'),
    ofAgents('cache_write_tokens'),
  ],
  cacheWrite5mTokens: ['gen_ai.usage.details.ephemeral_5m_input_tokens', raw('ephemeral_5m_input_tokens')],
  cacheWrite1hTokens: ['gen_ai.usage.details.ephemeral_1h_input_tokens', raw('ephemeral_1h_input_tokens')],
  inputAudioTokens: ['gen_ai.usage.details.input_audio_tokens'],
  cacheReadAudioTokens: ['gen_ai.usage.details.cache_audio_read_tokens'],
  outputAudioTokens: ['gen_ai.usage.details.output_audio_tokens'],
  webSearches: ['gen_ai.usage.details.web_search_requests', raw('web_search_requests')],
  reasoningTokens: ['gen_ai.usage.details.reasoning_tokens', raw('reasoning_tokens'), ofAgents('reasoning_tokens')],
  reportedCost: ['operation.cost'],
  agentName: ['agent_name'],
  conversation: [{ key: 'group_id', quoted: true }],
};
