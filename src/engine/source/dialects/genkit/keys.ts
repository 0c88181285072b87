import type { Dialect } from '../dialect.ts';

const usage = (name: string) => ({ within: 'genkit:output', name });

/** The output of a model is its answer as JSON, with the provider's own usage at its end where a plugin hands it on. */
export const keys: Dialect['keys'] = {
  operation: ['genkit:metadata:subtype', 'genkit:type'],
  provider: [{ key: 'genkit:name', side: 'before' }],
  requestModel: [{ key: 'genkit:name', side: 'after' }],
  inputTokens: [usage('inputTokens')],
  // Google's plugins leave thoughts out of the output and write them beside it, OpenAI's do not: the total tells.
  outputTokens: [
    {
      within: 'genkit:output',
      name: 'outputTokens',
      plus: 'thoughtsTokens',
      whole: { sum: 'totalTokens', beside: 'inputTokens' },
    },
  ],
  cacheReadTokens: [usage('cachedContentTokens'), usage('cached_tokens'), usage('cache_read_input_tokens')],
  cacheWriteTokens: [usage('cache_creation_input_tokens')],
  reasoningTokens: [usage('thoughtsTokens'), usage('reasoning_tokens')],
  statedTotal: [usage('totalTokens')],
  finishReason: [usage('finishReason')],
  toolName: ['genkit:name'],
  conversation: ['genkit:sessionId', 'genkit:metadata:sessionId'],
};
