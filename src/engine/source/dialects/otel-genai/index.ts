import type { Dialect } from '../dialect.ts';
import { folds } from './folds.ts';
import { keys, resourceKeys } from './keys.ts';

/** OpenTelemetry's semantic conventions for generative AI, 1.26 to 1.44. */
export const otelGenai: Dialect = {
  id: 'otel-genai',
  title: 'OpenTelemetry GenAI',
  markers: ['gen_ai.operation.name', 'gen_ai.request.model', 'gen_ai.provider.name', 'gen_ai.system'],
  keys,
  resourceKeys,
  folds,
  requestOperations: ['chat', 'text_completion', 'generate_content', 'embeddings'],
  evaluationEvent: 'gen_ai.evaluation.result',
};
