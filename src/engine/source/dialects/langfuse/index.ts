import type { Dialect } from '../dialect.ts';
import { folds } from './folds.ts';
import { keys, resourceKeys } from './keys.ts';

/** Langfuse's OpenTelemetry SDKs. Its usage is the provider's own, unchanged. */
export const langfuse: Dialect = {
  id: 'langfuse',
  title: 'Langfuse',
  claims: { scopes: ['langfuse-sdk*', 'langfuse*'], keys: ['langfuse.observation.type'] },
  rank: 'application',
  inputIncludesCache: 'as-provider',
  // LangChain's handler and the SDK for JavaScript take the parts out of `input` and `output`.
  cacheBeside: { within: 'langfuse.observation.usage_details', prefix: 'input_cache' },
  markers: ['langfuse.observation.type'],
  keys,
  resourceKeys,
  tagPrefixes: ['langfuse.trace.metadata.', 'langfuse.observation.metadata.'],
  tagContainers: ['langfuse.trace.metadata'],
  tagUnderscores: true,
  tagsQuoted: true,
  folds,
};
