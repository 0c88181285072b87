import type { Dialect } from '../dialect.ts';

const usage = (name: string) => ({ within: 'mlflow.chat.tokenUsage', name });

export const keys: Dialect['keys'] = {
  operation: [{ key: 'mlflow.spanType', quoted: true }],
  provider: [{ key: 'mlflow.llm.provider', quoted: true }],
  // Versions before 3.6 name the model among the call's arguments only.
  requestModel: [
    { key: 'mlflow.llm.model', quoted: true },
    { within: 'mlflow.spanInputs', name: 'model' },
  ],
  inputTokens: [usage('input_tokens')],
  outputTokens: [usage('output_tokens')],
  cacheReadTokens: [usage('cache_read_input_tokens')],
  cacheWriteTokens: [usage('cache_creation_input_tokens')],
  reportedCost: [{ within: 'mlflow.llm.cost', name: 'total_cost' }],
};

export const resourceKeys: Dialect['resourceKeys'] = {};
