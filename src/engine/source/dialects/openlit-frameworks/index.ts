import type { Dialect } from '../dialect.ts';
import { folds } from './folds.ts';
import { keys, resourceKeys } from './keys.ts';

/** OpenLIT above frameworks whose own count of the input holds Anthropic's cache, as OpenAI's does. */
export const openlitFrameworks: Dialect = {
  id: 'openlit-frameworks',
  title: 'OpenLIT (LiteLLM, LangChain)',
  claims: { scopes: ['openlit.instrumentation.litellm*', 'openlit.instrumentation.lang*'], keys: [] },
  rank: 'application',
  inputIncludesCache: 'detect',
  markers: [],
  keys,
  resourceKeys,
  folds,
};
