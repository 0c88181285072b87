import type { Dialect } from '../dialect.ts';

/** The engine's request is the answer's id. */
export const keys: Dialect['keys'] = {
  responseId: ['gen_ai.request.id'],
  timeToFirstToken: ['gen_ai.latency.time_to_first_token'],
};
