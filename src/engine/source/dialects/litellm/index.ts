import { dialect } from '../dialect.ts';
import { folds } from './folds.ts';
import { keys } from './keys.ts';

/** LiteLLM, SDK and proxy, v1 and v2 of its OpenTelemetry callback. */
export const litellm = dialect({
  id: 'litellm',
  title: 'LiteLLM',
  claims: { scopes: ['litellm*'], keys: ['litellm.call_id', 'litellm.provider.model'] },
  rank: 'gateway',
  markers: ['litellm.call_id'],
  keys,
  tagPrefixes: ['litellm.metadata.', 'metadata.'],
  tagContainers: ['metadata.requester_metadata', 'metadata.spend_logs_metadata'],
  folds,
});
