import type { Dialect } from '../dialect.ts';

const usage = (name: string) => ({ within: 'langfuse.observation.usage_details', name });
/**
 * Langfuse's own names do not overlap, what `input_cached_tokens` says was taken from \`input\`, where its own integrations
 * write them. Whoever writes them by hand may hand on what the provider counted, which only the total tells.
 */
const disjoint = (name: string, other: string) => ({ ...usage(name), parts: { total: 'total', other } });

/** LangChain's handler is told of them in a run's metadata. */
const ofHandler = (name: string) => ({ key: `langfuse.observation.metadata.${name}`, quoted: true as const });

export const keys: Dialect['keys'] = {
  statedTotal: [usage('total_tokens'), usage('total')],
  operation: ['langfuse.observation.type'],
  // LangChain's callbacks are told which model was asked for; elsewhere the answer's takes its place.
  provider: [ofHandler('ls_provider')],
  requestModel: [ofHandler('ls_model_name'), 'langfuse.observation.model.name'],
  responseModel: ['langfuse.observation.model.name'],
  inputTokens: [usage('prompt_tokens'), usage('input_tokens'), disjoint('input', 'output')],
  outputTokens: [usage('completion_tokens'), usage('output_tokens'), disjoint('output', 'input')],
  cacheReadTokens: [
    usage('cached_tokens'),
    usage('cache_read_input_tokens'),
    usage('input_cached_tokens'),
    usage('cache_read'),
    usage('input_cache_read'),
  ],
  cacheWriteTokens: [usage('cache_creation_input_tokens'), usage('cache_creation'), usage('input_cache_creation')],
  cacheWrite5mTokens: [usage('ephemeral_5m_input_tokens'), usage('input_cache_creation_5m')],
  cacheWrite1hTokens: [usage('ephemeral_1h_input_tokens'), usage('input_cache_creation_1h')],
  inputAudioTokens: [usage('input_audio_tokens'), usage('input_audio')],
  outputAudioTokens: [usage('output_audio_tokens'), usage('output_audio')],
  webSearches: [usage('web_search_requests')],
  reasoningTokens: [
    usage('reasoning_tokens'),
    usage('output_reasoning_tokens'),
    usage('output_reasoning'),
    usage('reasoning'),
  ],
  reportedCost: [{ within: 'langfuse.observation.cost_details', name: 'total' }],
  timeToFirstToken: [{ key: 'langfuse.observation.completion_start_time', unit: 'instant' }],
  finishReason: [{ key: 'langfuse.observation.metadata.finish_reason', quoted: true }],
  level: ['langfuse.observation.level'],
  errorMessage: ['langfuse.observation.status_message'],
  promptName: ['langfuse.observation.prompt.name'],
  promptVersion: ['langfuse.observation.prompt.version'],
  conversation: ['langfuse.session.id', ofHandler('langfuse_session_id')],
  user: ['langfuse.user.id', ofHandler('langfuse_user_id')],
  workflowName: ['langfuse.trace.name'],
  environment: ['langfuse.environment'],
  inputContent: ['langfuse.observation.input'],
};

export const resourceKeys: Dialect['resourceKeys'] = { environment: ['langfuse.environment'] };
