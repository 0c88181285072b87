import type { Dialect } from '../dialect.ts';

export const folds: Dialect['folds'] = { operation: { chat_model: 'chat', parser: 'task', memory: 'task' } };
