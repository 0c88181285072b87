import { dialect } from '../dialect.ts';
import { folds } from './folds.ts';
import { keys, resourceKeys } from './keys.ts';

/** Langfuse's OpenTelemetry SDKs. Its usage is the provider's own, unchanged. */
export const langfuse = dialect({
  id: 'langfuse',
  title: 'Langfuse',
  claims: { scopes: ['langfuse-sdk*', 'langfuse*'], keys: ['langfuse.observation.type'] },
  tokens: { cache: 'as-provider' },
  markers: ['langfuse.observation.type'],
  keys,
  resourceKeys,
  tagPrefixes: ['langfuse.trace.metadata.', 'langfuse.observation.metadata.'].map((prefix) => ({
    prefix,
    quoted: true,
    underscores: true,
  })),
  tagContainers: ['langfuse.trace.metadata'],
  folds,
});
