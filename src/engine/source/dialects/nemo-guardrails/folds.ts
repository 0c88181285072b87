import type { Dialect } from '../dialect.ts';

export const folds: Dialect['folds'] = { operation: { guardrails: 'invoke_workflow' } };
