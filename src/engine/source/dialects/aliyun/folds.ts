import type { Dialect } from '../dialect.ts';

export const folds: Dialect['folds'] = { operation: { entry: 'invoke_workflow', step: 'task' } };
