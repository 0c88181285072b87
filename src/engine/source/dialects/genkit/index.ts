import type { Dialect } from '../dialect.ts';
import { folds } from './folds.ts';
import { keys, resourceKeys } from './keys.ts';

/** Genkit, in all its languages: an action's kind, name and output. Models are called `openai/gpt-4o`. */
export const genkit: Dialect = {
  id: 'genkit',
  title: 'Genkit',
  claims: { scopes: ['genkit-tracer'], keys: ['genkit:type'] },
  rank: 'application',
  inputIncludesCache: 'detect',
  markers: ['genkit:metadata:subtype'],
  keys,
  resourceKeys,
  folds,
};
