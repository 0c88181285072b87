import { dialect } from '../dialect.ts';
import { folds } from './folds.ts';
import { keys } from './keys.ts';

/** Braintrust: a type, what was asked for and what was counted, each as one object of JSON. */
export const braintrust = dialect({
  id: 'braintrust',
  title: 'Braintrust',
  claims: { scopes: ['braintrust*'], keys: ['braintrust.span_attributes', 'braintrust.metrics'] },
  keys,
  folds,
});
