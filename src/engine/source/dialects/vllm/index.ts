import type { Dialect } from '../dialect.ts';
import { folds } from './folds.ts';
import { keys, resourceKeys } from './keys.ts';

/** vLLM's and SGLang's own spans of requests, which the application's instrumentation may describe, too. */
export const vllm: Dialect = {
  id: 'vllm',
  title: 'vLLM',
  claims: { scopes: ['vllm*', 'sglang*'], keys: ['gen_ai.latency.e2e'] },
  rank: 'gateway',
  inputIncludesCache: 'included',
  markers: ['gen_ai.usage.prompt_tokens'],
  keys,
  resourceKeys,
  folds,
};
