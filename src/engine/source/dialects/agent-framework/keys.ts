import type { Dialect } from '../dialect.ts';

export const keys: Dialect['keys'] = { workflowName: ['workflow.name'] };
