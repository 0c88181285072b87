import type { Dialect } from '../dialect.ts';

export const folds: Dialect['folds'] = {
  operation: { framework_chain: 'invoke_workflow' },
};
