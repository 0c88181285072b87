import type { Dialect } from '../dialect.ts';

export const keys: Dialect['keys'] = {
  operation: ['weave.span.kind', 'lmnr.span.type', 'langwatch.span.type'],
  reportedCost: ['langwatch.span.cost', '_signoz.gen_ai.total_cost'],
  conversation: ['wandb.thread_id', 'langwatch.thread.id', 'gcp.vertex.agent.session_id'],
  user: ['langwatch.user.id'],
  customer: ['langwatch.customer.id'],
  promptVersion: ['lmnr.span.prompt_hash'],
};

export const resourceKeys: Dialect['resourceKeys'] = {};
