import type { Dialect } from '../dialect.ts';

/** LangWatch's own spans have their metrics in one JSON, in JavaScript's spelling or Python's. */
const ofLangWatch = (...names: readonly string[]) => names.map((name) => ({ within: 'langwatch.metrics', name }));

export const keys: Dialect['keys'] = {
  operation: ['weave.span.kind', 'lmnr.span.type', 'langwatch.span.type'],
  inputTokens: ofLangWatch('promptTokens', 'prompt_tokens'),
  outputTokens: ofLangWatch('completionTokens', 'completion_tokens'),
  reportedCost: ['langwatch.span.cost', '_signoz.gen_ai.total_cost'],
  conversation: ['wandb.thread_id', 'langwatch.thread.id', 'gcp.vertex.agent.session_id'],
  user: ['langwatch.user.id'],
  customer: ['langwatch.customer.id'],
  promptVersion: ['lmnr.span.prompt_hash'],
};
