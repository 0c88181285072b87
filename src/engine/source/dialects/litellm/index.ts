import type { Dialect } from '../dialect.ts';
import { folds } from './folds.ts';
import { keys, resourceKeys } from './keys.ts';

/** LiteLLM, SDK and proxy, v1 and v2 of its OpenTelemetry callback. */
export const litellm: Dialect = {
  id: 'litellm',
  title: 'LiteLLM',
  claims: { scopes: ['litellm*'], keys: ['litellm.call_id', 'litellm.provider.model'] },
  rank: 'gateway',
  inputIncludesCache: 'detect',
  markers: ['litellm.call_id'],
  keys,
  resourceKeys,
  tagPrefixes: ['litellm.metadata.', 'metadata.'],
  tagContainers: ['metadata.requester_metadata', 'metadata.spend_logs_metadata'],
  folds,
};
