import type { Dialect } from '../dialect.ts';

/** `traceloop.entity.name` is the tool's name on a tool's span and the agent's on an agent's. */
export const keys: Dialect['keys'] = {
  // LangChain's instrumentation names the framework as the provider, and the real one beside it.
  provider: ['traceloop.association.properties.ls_provider', 'llm.vendor'],
  requestModel: ['llm.request.model'],
  responseModel: ['llm.response.model'],
  inputTokens: ['llm.usage.prompt_tokens'],
  outputTokens: ['llm.usage.completion_tokens'],
  cacheReadTokens: ['llm.usage.cache_read_input_tokens'],
  cacheWriteTokens: ['llm.usage.cache_creation_input_tokens'],
  serviceTier: ['llm.response.service_tier', 'llm.request.service_tier'],
  reasoningTokens: ['llm.usage.reasoning_tokens'],
  statedTotal: ['llm.usage.total_tokens'],
  reportedCost: ['llm.usage.total_cost'],
  streaming: ['llm.is_streaming'],
  finishReason: ['llm.response.finish_reason', 'llm.response.stop_reason'],
  toolName: ['traceloop.entity.name'],
  agentName: ['traceloop.entity.name'],
  workflowName: ['traceloop.workflow.name'],
  promptName: ['traceloop.prompt.key'],
  promptVersion: ['traceloop.prompt.version', 'traceloop.prompt.version_name'],
  user: ['llm.user'],
  inputContent: ['traceloop.entity.input'],
};
