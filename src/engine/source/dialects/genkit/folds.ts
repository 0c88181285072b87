import type { Dialect } from '../dialect.ts';

/** `generate` is of type `util`: it repeats the usage of the models inside. */
export const folds: Dialect['folds'] = {
  operation: {
    model: 'chat',
    embedder: 'embeddings',
    'tool.v2': 'execute_tool',
    flow: 'invoke_workflow',
    prompt: 'task',
    util: 'task',
  },
  provider: { googleai: 'gcp.gemini' },
};
