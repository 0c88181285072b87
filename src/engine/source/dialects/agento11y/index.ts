import { dialect } from '../dialect.ts';
import { folds } from './folds.ts';
import { keys } from './keys.ts';

/** Grafana Agent Observability's SDKs and coding agents, formerly Sigil: the conventions with names of their own beside them. */
export const agento11y = dialect({
  id: 'agento11y',
  title: 'Grafana Agent Observability',
  claims: {
    scopes: ['github.com/grafana/agento11y/*', 'github.com/grafana/sigil*', 'agento11y.*', 'sigil*'],
    keys: ['agento11y.generation.id'],
  },
  tokens: {
    // A provider's adapter says that its input holds the cache; a usage given by hand is what the provider counted.
    cache: 'as-provider',
    exceptions: [{ when: { equals: ['gen_ai.token.semantics', 'inclusive'] }, cache: 'included' }],
  },
  keys,
  tagPrefixes: ['agento11y.tag.'],
  folds,
});
