import type { Dialect } from '../dialect.ts';
import { folds } from './folds.ts';
import { keys, resourceKeys } from './keys.ts';

/** MLflow Tracing: every value is JSON, and the usage is one object. */
export const mlflow: Dialect = {
  id: 'mlflow',
  title: 'MLflow',
  claims: { scopes: ['mlflow.*'], keys: ['mlflow.spanType'] },
  rank: 'application',
  inputIncludesCache: 'detect',
  markers: [],
  keys,
  resourceKeys,
  folds,
  firstTokenEvents: ['mlflow.chunk.item.0'],
};
