import { dialect } from '../dialect.ts';
import { folds } from './folds.ts';

/** Envoy AI Gateway, in the conventions or in OpenInference's, of a request that its application may describe, too. */
export const envoyAiGateway = dialect({
  id: 'envoy-ai-gateway',
  title: 'Envoy AI Gateway',
  claims: { scopes: ['envoyproxy/ai-gateway*'] },
  rank: 'gateway',
  folds,
});
