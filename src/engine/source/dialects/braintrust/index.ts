import type { Dialect } from '../dialect.ts';
import { folds } from './folds.ts';
import { keys, resourceKeys } from './keys.ts';

/** Braintrust: a type, what was asked for and what was counted, each as one object of JSON. */
export const braintrust: Dialect = {
  id: 'braintrust',
  title: 'Braintrust',
  claims: { scopes: ['braintrust*'], keys: ['braintrust.span_attributes', 'braintrust.metrics'] },
  rank: 'application',
  inputIncludesCache: 'detect',
  markers: [],
  keys,
  resourceKeys,
  folds,
};
