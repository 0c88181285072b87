import type { Dialect } from '../dialect.ts';

export const keys: Dialect['keys'] = {
  // `error.type` is `provider_call_error` whatever the provider answered.
  errorType: ['error.category'],
};
