import { dialect } from '../dialect.ts';

/** OpenTelemetry's botocore instrumentation: Bedrock's own input count, which leaves the cache out. */
export const botocore = dialect({
  id: 'botocore',
  title: 'Botocore (Bedrock)',
  claims: { scopes: ['opentelemetry.instrumentation.botocore*', '@opentelemetry/instrumentation-aws-sdk*'] },
  tokens: { cache: 'as-provider' },
});
