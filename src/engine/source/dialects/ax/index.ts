import type { Dialect } from '../dialect.ts';
import { folds } from './folds.ts';
import { keys, resourceKeys } from './keys.ts';

/** Ax for TypeScript: the conventions, but for the usage, which is on an event. */
export const ax: Dialect = {
  id: 'ax',
  title: 'Ax',
  claims: { scopes: [], keys: ['gen_ai.request.llm_is_streaming'] },
  rank: 'application',
  inputIncludesCache: 'detect',
  markers: ['tool.mode'],
  keys,
  resourceKeys,
  folds,
  firstTokenEvents: ['stream.chunk'],
  eventTokens: {
    inputTokens: 'gen_ai.usage.input_tokens',
    outputTokens: 'gen_ai.usage.output_tokens',
    reasoningTokens: 'gen_ai.usage.thoughts_tokens',
  },
};
