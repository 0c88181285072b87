import type { Dialect } from '../dialect.ts';

export const keys: Dialect['keys'] = {
  inputTokens: [{ event: 'gen_ai.usage.input_tokens' }],
  outputTokens: [{ event: 'gen_ai.usage.output_tokens' }],
  reasoningTokens: [{ event: 'gen_ai.usage.thoughts_tokens' }],
  streaming: ['gen_ai.request.llm_is_streaming'],
  toolName: ['tool.name'],
  conversation: ['ax.session.id'],
};
