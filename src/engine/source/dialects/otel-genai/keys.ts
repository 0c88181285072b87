import type { Dialect } from '../dialect.ts';

/**
 * Google's Agent Development Kit writes the whole answer, and counts thoughts as output in later versions only; in JavaScript
 * its names are those of the wire: `thoughtsTokenCount`.
 */
const ofAdk = (name: string, plus?: string) => {
  const wire = (text: string) => text.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
  const within = 'gcp.vertex.agent.llm_response';
  return [
    { within, name, ...(plus === undefined ? {} : { plus }) },
    { within, name: wire(name), ...(plus === undefined ? {} : { plus: wire(plus) }) },
  ];
};

/** Current names first, then those before semantic conventions 1.37 (`gen_ai.system`) and 1.27 (`prompt_tokens`). */
export const keys: Dialect['keys'] = {
  operation: ['gen_ai.operation.name'],
  provider: ['gen_ai.provider.name', 'gen_ai.system', 'gen_ai.model.provider', 'langtrace.service.name'],
  requestModel: ['gen_ai.request.model'],
  responseModel: ['gen_ai.response.model'],
  responseId: ['gen_ai.response.id'],
  requestHeaders: ['gen_ai.headers', 'llm.headers'],
  inputTokens: ['gen_ai.usage.input_tokens', 'gen_ai.usage.prompt_tokens'],
  outputTokens: [
    ...ofAdk('candidates_token_count', 'thoughts_token_count'),
    'gen_ai.usage.output_tokens',
    'gen_ai.usage.completion_tokens',
  ],
  cacheReadTokens: [
    'gen_ai.usage.cache_read.input_tokens',
    'gen_ai.usage.cache_read_input_tokens',
    'gen_ai.usage.cached_input_tokens',
    'gen_ai.usage.input_tokens.cached',
    'gen_ai.usage.input_cached_tokens',
    'gen_ai.usage.prompt_tokens_details.cached_tokens',
    'gen_ai.usage.prompt_tokens_details.cache_read',
    'gen_ai.usage.cached_tokens',
    'gen_ai.usage.cache_read_tokens',
    ...ofAdk('cached_content_token_count'),
  ],
  cacheWriteTokens: [
    'gen_ai.usage.cache_write.input_tokens',
    'gen_ai.usage.cache_creation.input_tokens',
    'gen_ai.usage.cache_creation_input_tokens',
    'gen_ai.usage.cache_write_input_tokens',
    'gen_ai.usage.input_tokens.cache_write',
    'gen_ai.usage.input_tokens.cache_creation',
    'gen_ai.usage.cache_write_tokens',
    'gen_ai.usage.cache_creation_tokens',
    'gen_ai.usage.prompt_tokens_details.cache_creation_tokens',
    'gen_ai.usage.prompt_tokens_details.cache_write',
  ],
  cacheWrite5mTokens: [
    'anthropic.usage.cache_creation.ephemeral_5m_input_tokens',
    'gen_ai.usage.cache_creation.ephemeral_5m_input_tokens',
    'gen_ai.usage.cache_creation_5m.input_tokens',
  ],
  cacheWrite1hTokens: [
    'anthropic.usage.cache_creation.ephemeral_1h_input_tokens',
    'gen_ai.usage.cache_creation.ephemeral_1h_input_tokens',
    'gen_ai.usage.cache_creation_1h.input_tokens',
  ],
  inputAudioTokens: [
    'gen_ai.usage.audio.input_tokens',
    'gen_ai.usage.prompt_tokens_details.audio_tokens',
    'gen_ai.usage.prompt_tokens_details.audio',
    'gen_ai.usage.input_tokens.audio',
  ],
  inputImageTokens: ['gen_ai.usage.image.input_tokens', 'gen_ai.usage.prompt_tokens_details.image_tokens'],
  cacheReadAudioTokens: ['gen_ai.usage.audio.cache_read.input_tokens'],
  cacheReadImageTokens: ['gen_ai.usage.image.cache_read.input_tokens'],
  outputAudioTokens: [
    'gen_ai.usage.audio.output_tokens',
    'gen_ai.usage.completion_tokens_details.audio_tokens',
    'gen_ai.usage.completion_tokens_details.audio',
    'gen_ai.usage.output_tokens.audio',
  ],
  outputImageTokens: ['gen_ai.usage.image.output_tokens', 'gen_ai.usage.completion_tokens_details.image_tokens'],
  webSearches: [
    'gen_ai.usage.server_tool_use.web_search_requests',
    'gen_ai.usage.web_search_requests',
    'anthropic.usage.server_tool_use.web_search_requests',
  ],
  reasoningTokens: [
    'gen_ai.usage.reasoning.output_tokens',
    'gen_ai.usage.reasoning_tokens',
    'gen_ai.usage.reasoning_output_tokens',
    'gen_ai.usage.output_tokens.reasoning',
    'gen_ai.usage.completion_tokens_details.reasoning_tokens',
    ...ofAdk('thoughts_token_count'),
  ],
  statedTotal: ['gen_ai.usage.total_tokens'],
  reportedCost: [
    'gen_ai.usage.cost.amount',
    'gen_ai.usage.cost',
    'gen_ai.usage.total_cost',
    'gen_ai.cost.total_cost',
    'gen_ai.cost.total_tokens',
    'gen_ai.usage.cost_usd',
    'gen_ai.cost',
  ],
  costCurrency: ['gen_ai.usage.cost.currency', 'gen_ai.cost.currency', 'gen_ai.usage.cost_currency'],
  timeToFirstToken: [
    'gen_ai.response.time_to_first_chunk',
    'gen_ai.client.operation.time_to_first_chunk',
    'gen_ai.server.time_to_first_token',
    'gen_ai.response.time_to_first_token',
    'gen_ai.client.time_to_first_token',
    'gen_ai.client.response.time_to_first_token',
    'gen_ai.server.ttft',
  ],
  streaming: ['gen_ai.request.stream', 'gen_ai.request.is_stream', 'gen_ai.is_streaming'],
  serviceTier: [
    'openai.response.service_tier',
    'gen_ai.response.service_tier',
    'gen_ai.openai.response.service_tier',
    'anthropic.response.service_tier',
    'gen_ai.usage.service_tier',
    'openai.request.service_tier',
    'gen_ai.openai.request.service_tier',
    'gen_ai.request.service_tier',
    'anthropic.request.service_tier',
  ],
  finishReason: [
    'gen_ai.response.finish_reasons',
    'gen_ai.response.finish_reason',
    'gen_ai.completion.0.finish_reason',
  ],
  errorType: ['error.type', 'error.category', 'gen_ai.error.type', 'exception.type'],
  httpStatus: ['http.response.status_code', 'http.status_code', 'error.code'],
  errorMessage: ['error.message', 'exception.message'],
  toolName: ['gen_ai.tool.name'],
  toolCallId: ['gen_ai.tool.call.id'],
  guardrailVerdict: ['gen_ai.guardrail.result.value', 'gen_ai.guardrail.result.type'],
  agentName: ['gen_ai.agent.name'],
  workflowName: ['gen_ai.workflow.name'],
  feature: ['gen_ai.capability.name'],
  evaluationName: ['gen_ai.evaluation.name'],
  scoreValue: ['gen_ai.evaluation.score.value'],
  scoreLabel: ['gen_ai.evaluation.score.label'],
  scoreExplanation: ['gen_ai.evaluation.explanation'],
  evaluator: ['gen_ai.evaluation.evaluator.id', 'gen_ai.evaluation.evaluator.name'],
  evaluatorVersion: ['gen_ai.evaluation.evaluator.version'],
  inputContent: ['gen_ai.input.messages', 'gen_ai.prompt', 'gen_ai.request.messages'],
};

export const resourceKeys: Dialect['resourceKeys'] = {
  environment: ['deployment.environment.name', 'deployment.environment'],
  team: ['service.namespace'],
  repository: ['vcs.repository.url.full', 'vcs.repository.name'],
};
