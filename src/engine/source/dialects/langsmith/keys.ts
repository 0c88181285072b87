import type { Dialect } from '../dialect.ts';

const usage = (name: string) => ({ within: 'langsmith.metadata.usage_metadata', name });
const details = (name: string) => ({ within: 'gen_ai.usage.input_token_details', name });

/** `langsmith.trace.session_name` is the project, not a conversation. */
export const keys: Dialect['keys'] = {
  operation: ['langsmith.span.kind'],
  provider: ['langsmith.metadata.ls_provider'],
  requestModel: ['langsmith.metadata.ls_model_name'],
  inputTokens: [usage('input_tokens')],
  outputTokens: [usage('output_tokens')],
  cacheReadTokens: [details('cache_read'), usage('cache_read')],
  cacheWriteTokens: [details('cache_creation'), usage('cache_creation')],
  cacheWrite5mTokens: [details('ephemeral_5m_input_tokens'), usage('ephemeral_5m_input_tokens')],
  cacheWrite1hTokens: [details('ephemeral_1h_input_tokens'), usage('ephemeral_1h_input_tokens')],
  reasoningTokens: [{ within: 'gen_ai.usage.output_token_details', name: 'reasoning' }, usage('reasoning')],
  statedTotal: [usage('total_tokens')],
  streaming: ['langsmith.request.streaming'],
  agentName: ['langsmith.metadata.lc_agent_name'],
  workflowName: ['langsmith.trace.name'],
};
