import { dialect } from '../dialect.ts';
import { folds } from './folds.ts';
import { keys } from './keys.ts';

/** Gemini CLI: the conventions' attributes, with operations of its own. */
export const geminiCli = dialect({
  id: 'gemini-cli',
  title: 'Gemini CLI',
  claims: { scopes: ['gemini-cli*'] },
  keys,
  folds,
  // What it calls the prompt's name is an id for each thing that a user types.
  misnomers: [{ field: 'promptName', when: { scopes: ['gemini-cli*'] } }],
});
