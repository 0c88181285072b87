import type { Dialect } from '../dialect.ts';

const usage = (name: string) => ({ within: 'mlflow.chat.tokenUsage', name });

export const keys: Dialect['keys'] = {
  operation: [{ key: 'mlflow.spanType', quoted: true }],
  provider: [{ key: 'mlflow.llm.provider', quoted: true }],
  // The attribute has the model that answered once there is an answer; what was asked for is among the arguments.
  requestModel: [
    { within: 'mlflow.spanInputs', name: 'model' },
    { key: 'mlflow.llm.model', quoted: true },
  ],
  responseModel: [{ key: 'mlflow.llm.model', quoted: true }],
  // Only the answer itself tells the tokens of embeddings, and those of reasoning.
  inputTokens: [usage('input_tokens'), { within: 'mlflow.spanOutputs', name: 'prompt_tokens' }],
  reasoningTokens: [{ within: 'mlflow.spanOutputs', name: 'reasoning_tokens' }],
  outputTokens: [usage('output_tokens')],
  cacheReadTokens: [usage('cache_read_input_tokens')],
  cacheWriteTokens: [usage('cache_creation_input_tokens')],
  conversation: [{ key: 'mlflow.trace.session', quoted: true }],
  user: [{ key: 'mlflow.trace.user', quoted: true }],
  reportedCost: [{ within: 'mlflow.llm.cost', name: 'total_cost' }],
};
