import { dialect } from '../dialect.ts';
import { folds } from './folds.ts';
import { keys } from './keys.ts';
import { overrides } from './overrides.ts';
import { records, spanNames } from './records.ts';

/** Gemini CLI: the conventions' attributes on spans, with operations of its own, and attributes without a prefix on log records. */
export const geminiCli = dialect({
  id: 'gemini-cli',
  title: 'Gemini CLI',
  claims: { scopes: ['gemini-cli*'] },
  tokens: {
    cache: 'included',
    // Records give the provider's own count of candidates, beside that of thoughts.
    exceptions: [{ when: { anyOf: ['thoughts_token_count'] }, reasoning: 'excluded' }],
  },
  keys,
  folds,
  spanNames,
  misnomers: [
    // What it calls the prompt's name is an id for each thing that a user types.
    { field: 'promptName', when: { scopes: ['gemini-cli*'] } },
    { field: 'user', when: { scopes: ['gemini-cli*'], anyOf: ['user.email'] }, instead: 'user.email' },
  ],
  records,
  overrides,
});
