import type { Dialect } from '../dialect.ts';

/** Before version 6 what a provider says beside the two counts is told as it says it: by Anthropic, OpenAI and Google. */
const ofProvider = (...names: readonly string[]) =>
  names.map((name) => ({ within: 'ai.response.providerMetadata', name }));

export const keys: Dialect['keys'] = {
  operation: ['ai.operationId'],
  provider: ['ai.model.provider'],
  requestModel: ['ai.model.id'],
  responseModel: ['ai.response.model'],
  responseId: ['ai.response.id'],
  inputTokens: ['ai.usage.inputTokens', 'ai.usage.promptTokens', 'ai.usage.tokens'],
  outputTokens: ['ai.usage.outputTokens', 'ai.usage.completionTokens'],
  cacheReadTokens: [
    'ai.usage.inputTokenDetails.cacheReadTokens',
    'ai.usage.cachedInputTokens',
    ...ofProvider('cache_read_input_tokens', 'cacheReadInputTokens', 'cachedPromptTokens', 'cachedContentTokenCount'),
  ],
  cacheWriteTokens: [
    'ai.usage.inputTokenDetails.cacheWriteTokens',
    ...ofProvider('cache_creation_input_tokens', 'cacheCreationInputTokens'),
  ],
  cacheWrite5mTokens: ofProvider('ephemeral_5m_input_tokens'),
  cacheWrite1hTokens: ofProvider('ephemeral_1h_input_tokens'),
  webSearches: ofProvider('web_search_requests'),
  serviceTier: ['serviceTier', 'service_tier'].map((name) => ({
    within: 'ai.response.providerMetadata',
    name,
    nested: true as const,
  })),
  reasoningTokens: [
    'ai.usage.outputTokenDetails.reasoningTokens',
    'ai.usage.reasoningTokens',
    ...ofProvider('reasoningTokens', 'thoughtsTokenCount'),
  ],
  statedTotal: ['ai.usage.totalTokens'],
  timeToFirstToken: [
    { key: 'ai.response.msToFirstChunk', unit: 'ms' },
    { key: 'ai.stream.msToFirstChunk', unit: 'ms' },
  ],
  finishReason: ['ai.response.finishReason'],
  toolName: ['ai.toolCall.name'],
  toolCallId: ['ai.toolCall.id'],
  promptName: ['ai.telemetry.functionId'],
  workflowName: ['ai.telemetry.functionId'],
  inputContent: ['ai.prompt.messages', 'ai.prompt'],
};
