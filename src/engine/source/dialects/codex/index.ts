import { dialect } from '../dialect.ts';
import { keys } from './keys.ts';
import { overrides } from './overrides.ts';
import { records, spanNames } from './records.ts';

/** Codex: what its calls used is in log records, whose attributes have no prefix. */
export const codex = dialect({
  id: 'codex',
  title: 'Codex',
  claims: { scopes: ['codex_*'] },
  tokens: { cache: 'included' },
  keys,
  spanNames,
  misnomers: [{ field: 'user', when: { scopes: ['codex_*'], anyOf: ['user.email'] }, instead: 'user.email' }],
  records,
  overrides,
});
