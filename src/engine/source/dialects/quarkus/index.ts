import { dialect } from '../dialect.ts';
import { folds } from './folds.ts';

/** Quarkus' LangChain4j: the conventions with LangChain4j's spellings. */
export const quarkus = dialect({
  id: 'quarkus',
  title: 'Quarkus LangChain4j',
  claims: { scopes: ['io.quarkus.opentelemetry'] },
  folds,
});
