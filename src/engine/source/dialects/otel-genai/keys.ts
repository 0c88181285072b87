import type { Dialect } from '../dialect.ts';

/** Current names first, then those before semantic conventions 1.37 (`gen_ai.system`) and 1.27 (`prompt_tokens`). */
export const keys: Dialect['keys'] = {
  operation: ['gen_ai.operation.name'],
  provider: ['gen_ai.provider.name', 'gen_ai.system'],
  requestModel: ['gen_ai.request.model'],
  responseModel: ['gen_ai.response.model'],
  inputTokens: ['gen_ai.usage.input_tokens', 'gen_ai.usage.prompt_tokens'],
  outputTokens: ['gen_ai.usage.output_tokens', 'gen_ai.usage.completion_tokens'],
  reportedCost: ['gen_ai.usage.cost', 'gen_ai.usage.total_cost', 'gen_ai.cost.total_cost'],
  timeToFirstToken: ['gen_ai.response.time_to_first_chunk', 'gen_ai.server.time_to_first_token'],
  errorType: ['error.type'],
  toolName: ['gen_ai.tool.name'],
  promptName: ['gen_ai.prompt.name'],
  promptVersion: ['gen_ai.prompt.version'],
  feature: ['app.feature', 'feature', 'gen_ai.workflow.name'],
  userTier: ['app.user_tier', 'user.tier', 'user_tier'],
  team: ['app.team', 'team', 'team.name'],
  environment: ['deployment.environment.name', 'deployment.environment'],
  evaluationName: ['gen_ai.evaluation.name'],
  scoreValue: ['gen_ai.evaluation.score.value'],
};

export const resourceKeys: Dialect['resourceKeys'] = {
  environment: ['deployment.environment.name', 'deployment.environment'],
  team: ['service.namespace'],
};
