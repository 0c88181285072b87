import { dialect } from '../dialect.ts';
import { folds } from './folds.ts';
import { keys } from './keys.ts';

/** OpenRouter's broadcast: what the gateway says of a request that its application may describe, too. */
export const openrouter = dialect({
  id: 'openrouter',
  title: 'OpenRouter',
  claims: {
    scopes: ['openrouter*'],
    keys: ['trace.metadata.openrouter.source', 'trace.metadata.openrouter.api_key_name'],
  },
  rank: 'gateway',
  keys,
  tagPrefixes: ['trace.metadata.'],
  folds,
});
