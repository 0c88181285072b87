import { dialect } from '../dialect.ts';

/** Kong AI Gateway. A call whose answer asks for a tool has the tool's name and id, and is no tool's. */
export const kong = dialect({
  id: 'kong',
  title: 'Kong AI Gateway',
  claims: { scopes: ['kong*'] },
  rank: 'gateway',
  spanNames: { 'kong.gen_ai': 'chat' },
});
