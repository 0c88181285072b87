import type { Dialect } from '../dialect.ts';
import { folds } from './folds.ts';
import { keys, resourceKeys } from './keys.ts';

/** OpenLLMetry for JavaScript: the same keys, and the provider's own count of input tokens. */
export const openllmetryJs: Dialect = {
  id: 'openllmetry-js',
  title: 'OpenLLMetry (JavaScript)',
  claims: { scopes: ['@traceloop/*'], keys: [] },
  rank: 'application',
  inputIncludesCache: 'as-provider',
  markers: [],
  keys,
  resourceKeys,
  folds,
};
