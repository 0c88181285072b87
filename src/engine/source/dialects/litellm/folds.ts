import type { Dialect } from '../dialect.ts';

export const folds: Dialect['folds'] = {
  operation: { acompletion: 'chat', aembedding: 'embeddings', aresponses: 'chat', anthropic_messages: 'chat' },
};
