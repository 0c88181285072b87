import { dialect } from '../dialect.ts';
import { keys } from './keys.ts';

/** OpenLIT. Its input leaves out what the provider's own field leaves out, so Anthropic's cache comes on top. */
export const openlit = dialect({
  id: 'openlit',
  title: 'OpenLIT',
  claims: { scopes: ['openlit*', '@openlit/*'], keys: ['openlit.agent.version_hash'] },
  tokens: {
    cache: 'as-provider',
    exceptions: [
      {
        // The frameworks' own count of the input holds Anthropic's cache, as OpenAI's does.
        when: { scopes: ['openlit.instrumentation.litellm*', 'openlit.instrumentation.lang*'] },
        cache: 'detect',
      },
      {
        // Gemini counts thoughts beside the candidates, and so do these.
        when: { scopes: ['openlit.instrumentation.google_ai_studio', 'openlit.instrumentation.vertexai'] },
        reasoning: 'excluded',
      },
    ],
  },
  keys,
});
