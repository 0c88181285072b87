import type { Dialect } from '../dialect.ts';
import { folds } from './folds.ts';
import { keys, resourceKeys } from './keys.ts';

/** Mastra's exporter: the conventions, and failed calls whose status is Ok; why they failed is on the agent's span. */
export const mastra: Dialect = {
  id: 'mastra',
  title: 'Mastra',
  claims: { scopes: ['@mastra/*'], keys: ['mastra.span.type'] },
  rank: 'application',
  inputIncludesCache: 'detect',
  markers: [],
  keys,
  resourceKeys,
  tagPrefixes: ['mastra.metadata.'],
  folds,
  failedFinish: 'error',
  reasonAbove: true,
};
