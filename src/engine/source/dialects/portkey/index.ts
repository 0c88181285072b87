import { dialect } from '../dialect.ts';

/** Portkey's gateway, whose scope does not name it. */
export const portkey = dialect({
  id: 'portkey',
  title: 'Portkey',
  claims: { scopes: ['custom.genai.instrumentation'] },
  rank: 'gateway',
});
