import { dialect } from '../dialect.ts';

/** OpenLIT above frameworks whose own count of the input holds Anthropic's cache, as OpenAI's does. */
export const openlitFrameworks = dialect({
  id: 'openlit-frameworks',
  title: 'OpenLIT (LiteLLM, LangChain)',
  claims: { scopes: ['openlit.instrumentation.litellm*', 'openlit.instrumentation.lang*'] },
});
