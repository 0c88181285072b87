import { dialect } from '../dialect.ts';
import { keys } from './keys.ts';

/** Spans that the Anthropic, OpenAI and Mistral SDKs and the providers' own servers write, below whatever instruments them. */
export const providerSdk = dialect({
  id: 'provider-sdk',
  title: 'Provider SDK',
  claims: {
    scopes: [
      'com.anthropic.sdk*',
      'com.openai.sdk*',
      'com.anthropic.api*',
      'com.anthropic.claude-platform*',
      'mistralai_sdk_tracer',
    ],
  },
  rank: 'sdk',
  keys,
});
