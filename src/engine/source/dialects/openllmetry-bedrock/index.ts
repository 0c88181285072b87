import { dialect } from '../dialect.ts';

/** OpenLLMetry's instrumentation of Bedrock: the service's own input count, which leaves the cache out. */
export const openllmetryBedrock = dialect({
  id: 'openllmetry-bedrock',
  title: 'OpenLLMetry (Bedrock)',
  claims: { scopes: ['opentelemetry.instrumentation.bedrock*'] },
  tokens: { cache: 'excluded' },
});
