import type { Dialect } from '../dialect.ts';
import { folds } from './folds.ts';
import { keys, resourceKeys } from './keys.ts';

/** Observations of Langfuse's own tables: the layout adds up their usage, so that input holds what was cached. */
export const langfuseTables: Dialect = {
  id: 'langfuse-tables',
  title: 'Langfuse',
  claims: { scopes: ['tables.langfuse'], keys: [] },
  rank: 'application',
  inputIncludesCache: 'included',
  markers: [],
  keys,
  resourceKeys,
  folds,
};
