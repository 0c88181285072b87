import type { Dialect, KeySource } from '../dialect.ts';

/** What a component answered, or in Haystack 3 the model in an agent's step: there only where content is traced. */
const answered = (...names: readonly string[]): KeySource[] =>
  ['haystack.component.output', 'haystack.agent.step.llm.output'].flatMap((within) =>
    names.map((name) => ({ within, name, nested: true as const }))
  );

export const keys: Dialect['keys'] = {
  requestModel: answered('model'),
  responseModel: answered('model'),
  // OpenAI's names, and Anthropic's.
  inputTokens: answered('prompt_tokens', 'input_tokens'),
  outputTokens: answered('completion_tokens', 'output_tokens'),
  cacheReadTokens: answered('cached_tokens', 'cache_read_input_tokens'),
  cacheWriteTokens: answered('cache_creation_input_tokens'),
  reasoningTokens: answered('reasoning_tokens'),
  statedTotal: answered('total_tokens'),
  timeToFirstToken: ['haystack.component.output', 'haystack.agent.step.llm.output'].map((within) => ({
    within,
    name: 'completion_start_time',
    unit: 'instant' as const,
  })),
  finishReason: answered('finish_reason'),
  // Before Haystack 3 a component calls the tools, and its output tells which and how it went.
  toolName: ['haystack.tool.name', ...answered('tool_name')],
  toolFailed: ['haystack.tool.error', ...answered('error')],
};
