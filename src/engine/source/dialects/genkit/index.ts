import { dialect } from '../dialect.ts';
import { folds } from './folds.ts';
import { keys } from './keys.ts';

/** Genkit, in all its languages: an action's kind, name and output. Models are called `openai/gpt-4o`. */
export const genkit = dialect({
  id: 'genkit',
  title: 'Genkit',
  claims: { scopes: ['genkit-tracer'], keys: ['genkit:type'] },
  markers: ['genkit:metadata:subtype'],
  keys,
  folds,
});
