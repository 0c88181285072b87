import type { Dialect } from '../dialect.ts';
import { folds } from './folds.ts';
import { keys, resourceKeys } from './keys.ts';

/** OpenTelemetry's botocore instrumentation: Bedrock's own input count, which leaves the cache out. */
export const botocore: Dialect = {
  id: 'botocore',
  title: 'Botocore (Bedrock)',
  claims: { scopes: ['opentelemetry.instrumentation.botocore*', '@opentelemetry/instrumentation-aws-sdk*'], keys: [] },
  rank: 'application',
  inputIncludesCache: 'as-provider',
  markers: [],
  keys,
  resourceKeys,
  folds,
};
