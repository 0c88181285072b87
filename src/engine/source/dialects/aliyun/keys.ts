import type { Dialect } from '../dialect.ts';

export const keys: Dialect['keys'] = {
  operation: ['gen_ai.span.kind'],
  requestModel: ['gen_ai.model_name'],
  toolName: ['tool.name'],
  conversation: ['gen_ai.session.id'],
};
