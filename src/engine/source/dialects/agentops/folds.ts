import type { Dialect } from '../dialect.ts';

export const folds: Dialect['folds'] = { operation: { session: 'invoke_workflow', operation: 'task', client: 'chat' } };
