import type { Dialect } from '../dialect.ts';

export const folds: Dialect['folds'] = {};
