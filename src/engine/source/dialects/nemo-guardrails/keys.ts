import type { Dialect } from '../dialect.ts';

export const keys: Dialect['keys'] = {
  // It stops the conversation, or lets it go on.
  guardrailVerdict: ['rail.stop'],
  cacheHit: ['llm.cache.hit'],
};
