import type { Dialect } from '../dialect.ts';

export const folds: Dialect['folds'] = {
  operation: { llm_request: 'chat', interaction: 'invoke_agent', hook: 'task' },
};
