import { dialect } from '../dialect.ts';
import { folds } from './folds.ts';
import { keys } from './keys.ts';

/** MLflow Tracing: every value is JSON, and the usage is one object. */
export const mlflow = dialect({
  id: 'mlflow',
  title: 'MLflow',
  claims: { scopes: ['mlflow.*'], keys: ['mlflow.spanType'] },
  keys,
  quotesTags: true,
  folds,
  firstTokenEvents: ['mlflow.chunk.item.0'],
});
