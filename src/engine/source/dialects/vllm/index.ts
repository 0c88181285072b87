import { dialect } from '../dialect.ts';
import { keys } from './keys.ts';

/** vLLM's and SGLang's own spans of requests, which the application's instrumentation may describe, too. */
export const vllm = dialect({
  id: 'vllm',
  title: 'vLLM',
  claims: { scopes: ['vllm*', 'sglang*'], keys: ['gen_ai.latency.e2e'] },
  rank: 'gateway',
  tokens: { cache: 'included' },
  markers: ['gen_ai.usage.prompt_tokens'],
  keys,
});
