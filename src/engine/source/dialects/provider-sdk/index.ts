import type { Dialect } from '../dialect.ts';
import { folds } from './folds.ts';
import { keys, resourceKeys } from './keys.ts';

/** Spans that the Anthropic, OpenAI and Mistral SDKs and the providers' own servers write, below whatever instruments them. */
export const providerSdk: Dialect = {
  id: 'provider-sdk',
  title: 'Provider SDK',
  claims: { scopes: ['com.anthropic.sdk*', 'com.openai.sdk*', 'com.anthropic.api*', 'mistralai_sdk_tracer'], keys: [] },
  rank: 'sdk',
  inputIncludesCache: 'detect',
  markers: [],
  keys,
  resourceKeys,
  folds,
};
