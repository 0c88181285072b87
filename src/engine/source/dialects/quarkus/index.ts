import type { Dialect } from '../dialect.ts';
import { folds } from './folds.ts';
import { keys, resourceKeys } from './keys.ts';

/** Quarkus' LangChain4j: the conventions with LangChain4j's spellings. */
export const quarkus: Dialect = {
  id: 'quarkus',
  title: 'Quarkus LangChain4j',
  claims: { scopes: ['io.quarkus.opentelemetry'], keys: [] },
  rank: 'application',
  inputIncludesCache: 'detect',
  markers: [],
  keys,
  resourceKeys,
  folds,
};
