import type { Dialect } from '../dialect.ts';

export const keys: Dialect['keys'] = {
  operation: ['span.type', 'entity.type'],
  requestModel: ['llm.model', 'ai.model.name'],
  inputTokens: ['usage.prompt_tokens'],
  outputTokens: ['usage.completion_tokens'],
  cacheReadTokens: ['llm.usage.cached_tokens', 'usage.cached_tokens'],
  reasoningTokens: ['usage.reasoning_tokens'],
  toolName: ['tool.name'],
  toolCallId: ['tool.call.id'],
  conversation: ['voltagent.conversation_id'],
};
