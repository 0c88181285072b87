import type { Dialect } from '../dialect.ts';

export const keys: Dialect['keys'] = {
  timeToFirstToken: [{ key: 'gen_ai.server.time_to_first_token', unit: 'ms' }],
};
