import type { Dialect } from '../dialect.ts';

export const keys: Dialect['keys'] = {
  operation: ['ai.operationId'],
  provider: ['ai.model.provider'],
  requestModel: ['ai.model.id'],
  responseModel: ['ai.response.model'],
  responseId: ['ai.response.id'],
  inputTokens: ['ai.usage.inputTokens', 'ai.usage.promptTokens', 'ai.usage.tokens'],
  outputTokens: ['ai.usage.outputTokens', 'ai.usage.completionTokens'],
  cacheReadTokens: ['ai.usage.inputTokenDetails.cacheReadTokens', 'ai.usage.cachedInputTokens'],
  cacheWriteTokens: ['ai.usage.inputTokenDetails.cacheWriteTokens'],
  reasoningTokens: ['ai.usage.outputTokenDetails.reasoningTokens', 'ai.usage.reasoningTokens'],
  timeToFirstToken: [
    { key: 'ai.response.msToFirstChunk', unit: 'ms' },
    { key: 'ai.stream.msToFirstChunk', unit: 'ms' },
  ],
  finishReason: ['ai.response.finishReason'],
  toolName: ['ai.toolCall.name'],
  toolCallId: ['ai.toolCall.id'],
  promptName: ['ai.telemetry.functionId'],
  featureStandIn: ['ai.telemetry.functionId'],
  inputContent: ['ai.prompt.messages', 'ai.prompt'],
};

export const resourceKeys: Dialect['resourceKeys'] = {};
