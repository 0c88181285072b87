import type { Dialect } from '../dialect.ts';
import { folds } from './folds.ts';
import { keys, resourceKeys } from './keys.ts';

/** OpenLIT. Its input leaves out what the provider's own field leaves out, so Anthropic's cache comes on top. */
export const openlit: Dialect = {
  id: 'openlit',
  title: 'OpenLIT',
  claims: { scopes: ['openlit*', '@openlit/*'], keys: ['openlit.agent.version_hash'] },
  rank: 'application',
  inputIncludesCache: 'as-provider',
  // Gemini counts thoughts beside the candidates, and so do these.
  reasoningApart: ['openlit.instrumentation.google_ai_studio', 'openlit.instrumentation.vertexai'],
  markers: [],
  keys,
  resourceKeys,
  folds,
};
