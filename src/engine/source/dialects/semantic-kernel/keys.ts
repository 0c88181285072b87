import type { Dialect } from '../dialect.ts';

/** In 2024 usage was said of the response. */
export const keys: Dialect['keys'] = {
  inputTokens: ['gen_ai.response.prompt_tokens'],
  outputTokens: ['gen_ai.response.completion_tokens'],
};
