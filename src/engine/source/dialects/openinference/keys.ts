import type { Dialect } from '../dialect.ts';

/** Haystack's answers have the provider's own usage, of which the attributes say the two sums only. */
const ofHaystack = (name: string) => ({
  within: 'output.value',
  name,
  scopes: ['openinference.instrumentation.haystack*'],
});

export const keys: Dialect['keys'] = {
  operation: ['openinference.span.kind'],
  provider: ['llm.provider', 'llm.system'],
  // On failed calls OpenAI's instrumentation names the model among the invocation's parameters only.
  requestModel: [
    'llm.request.model_name',
    { within: 'llm.invocation_parameters', name: 'model' },
    { within: 'embedding.invocation_parameters', name: 'model' },
    'llm.model_name',
    'embedding.model_name',
    'reranker.model_name',
  ],
  responseModel: ['llm.response.model_name', 'llm.model_name', 'embedding.model_name'],
  inputTokens: ['llm.token_count.prompt'],
  outputTokens: ['llm.token_count.completion'],
  cacheReadTokens: [
    'llm.token_count.prompt_details.cache_read',
    'llm.token_count.prompt_details.cache_input',
    ofHaystack('cached_tokens'),
    ofHaystack('cache_read_input_tokens'),
  ],
  cacheWriteTokens: ['llm.token_count.prompt_details.cache_write'],
  statedTotal: ['llm.token_count.total'],
  reasoningTokens: ['llm.token_count.completion_details.reasoning', ofHaystack('reasoning_tokens')],
  timeToFirstToken: [{ ...ofHaystack('completion_start_time'), unit: 'instant' }],
  inputAudioTokens: ['llm.token_count.prompt_details.audio'],
  outputAudioTokens: ['llm.token_count.completion_details.audio'],
  serviceTier: [{ within: 'llm.invocation_parameters', name: 'service_tier' }],
  reportedCost: ['llm.cost.total'],
  finishReason: ['llm.finish_reason'],
  toolName: ['tool.name'],
  toolCallId: ['tool.id', 'tool_call.id'],
  agentName: ['agent.name', 'graph.node.name'],
  promptName: ['llm.prompt_template.name', 'prompt.id'],
  promptVersion: ['llm.prompt_template.version'],
  inputContent: ['llm.input_messages', 'input.value'],
};
