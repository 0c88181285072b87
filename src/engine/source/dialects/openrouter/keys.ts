import type { Dialect } from '../dialect.ts';

export const keys: Dialect['keys'] = {
  timeToFirstToken: [{ key: 'trace.metadata.openrouter.first_token_ms', unit: 'ms' }],
};
