import type { Dialect } from '../dialect.ts';
import { folds } from './folds.ts';
import { keys, resourceKeys } from './keys.ts';

/** Rows of a table that the settings map. */
export const flat: Dialect = {
  id: 'flat',
  title: 'Table of your own',
  claims: { scopes: ['tables.flat'], keys: [] },
  rank: 'application',
  inputIncludesCache: 'detect',
  markers: [],
  keys,
  resourceKeys,
  folds,
};
