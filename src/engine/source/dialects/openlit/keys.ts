import type { Dialect } from '../dialect.ts';

export const keys: Dialect['keys'] = {
  guardrailVerdict: ['guard.verdict', 'guard.denied'],
  environment: ['gen_ai.environment'],
};
