import { dialect } from '../dialect.ts';
import { folds } from './folds.ts';

/** Observations of Langfuse's own tables: the layout adds up their usage, so that input holds what was cached. */
export const langfuseTables = dialect({
  id: 'langfuse-tables',
  title: 'Langfuse',
  claims: { scopes: ['tables.langfuse'] },
  tokens: { cache: 'included' },
  folds,
});
