import type { Dialect } from '../dialect.ts';
import { folds } from './folds.ts';
import { keys, resourceKeys } from './keys.ts';

/** Judgeval: names of its own, with an input that leaves all cached tokens out. */
export const judgeval: Dialect = {
  id: 'judgeval',
  title: 'Judgeval',
  claims: { scopes: ['judgeval*'], keys: ['judgment.span_kind'] },
  rank: 'application',
  inputIncludesCache: 'excluded',
  markers: ['judgment.llm.model'],
  keys,
  resourceKeys,
  folds,
};
