import type { Dialect } from '../dialect.ts';
import { folds } from './folds.ts';
import { keys, resourceKeys } from './keys.ts';

/** OpenLLMetry's instrumentation of Bedrock: the service's own input count, which leaves the cache out. */
export const openllmetryBedrock: Dialect = {
  id: 'openllmetry-bedrock',
  title: 'OpenLLMetry (Bedrock)',
  claims: { scopes: ['opentelemetry.instrumentation.bedrock*'], keys: [] },
  rank: 'application',
  inputIncludesCache: 'excluded',
  markers: [],
  keys,
  resourceKeys,
  folds,
};
