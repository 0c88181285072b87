/** Queries whose answers must not depend on the layout; each is a measure query, without the parts that all share. */
export const questions: Readonly<Record<string, object>> = {
  requests: { measures: ids('requests', 'errors', 'error_rate') },
  tokens: {
    measures: ids(
      'input_tokens',
      'output_tokens',
      'total_tokens',
      'cache_read_tokens',
      'cache_write_tokens',
      'reasoning_tokens'
    ),
  },
  'cache hit rate': { measures: ids('cache_hit_rate', 'cached_requests'), groupBy: ['model'] },
  'reported cost': { measures: ids('reported_cost', 'cost_per_request'), groupBy: ['model'] },
  latency: { measures: ids('latency_mean', 'latency_p50', 'latency_p95', 'latency_max', 'slow_requests') },
  'first tokens': { measures: ids('ttft_p50', 'ttft_p95', 'streamed_requests', 'tpot_p50') },
  'by model': { measures: ids('requests', 'tokens_per_request'), groupBy: ['model'] },
  'by provider': { measures: ids('requests'), groupBy: ['provider'] },
  'by operation': { measures: ids('spans'), groupBy: ['operation'] },
  'by feature, some on the root': { measures: ids('total_tokens', 'requests'), groupBy: ['feature'] },
  'by team and tier': { measures: ids('requests'), groupBy: ['team', 'user_tier'] },
  'by service and environment': { measures: ids('requests'), groupBy: ['service', 'environment'] },
  'by prompt version': { measures: ids('requests', 'error_rate'), groupBy: ['prompt', 'prompt_version'] },
  'by error class': { measures: ids('errors'), groupBy: ['error_class'] },
  'by finish reason': { measures: ids('requests'), groupBy: ['finish_reason'] },
  'users and conversations': {
    measures: ids('users', 'conversations', 'turns_per_conversation'),
    groupBy: ['feature'],
  },
  tools: { measures: ids('tool_calls', 'tool_failures', 'tool_failure_rate', 'tool_latency_p95'), groupBy: ['tool'] },
  agents: { measures: ids('agent_runs', 'agent_failures', 'agent_latency_p95'), groupBy: ['agent'] },
  'filtered by feature': { measures: ids('requests'), filters: [filter('feature', 'in', 'search', 'chat')] },
  'filtered by model': {
    measures: ids('requests', 'errors'),
    filters: [filter('model', 'matches', '^gpt'), filter('team', 'not_in', 'core')],
  },
  'over time': { measures: ids('requests', 'input_tokens'), groupBy: ['model'], format: 'timeseries', step: 600 },
  'largest groups': { measures: ids('total_tokens'), groupBy: ['user'], top: { n: 3 } },
  'a custom attribute': { measures: ids('requests'), groupBy: ['attr:app.variant'] },
  'a resource attribute': { measures: ids('requests'), groupBy: ['resource:k8s.namespace.name'] },
  scores: {
    measures: [{ id: 'score_mean', evaluation: 'faithfulness' }, ...ids('score_count')],
    groupBy: ['model'],
  },
  'scores by tags': { measures: ids('evaluation_count'), groupBy: ['evaluation', 'feature', 'prompt_version'] },
  'labels of scores': { measures: ids('pass_rate', 'evaluation_count'), groupBy: ['evaluation', 'evaluation_label'] },
  'evaluators over time': {
    measures: ids('evaluation_count'),
    groupBy: ['evaluator'],
    format: 'timeseries',
    step: 1800,
  },
  'calls and scores by model': { measures: ids('requests', 'evaluation_count'), groupBy: ['model'] },
  'calls and scores together': { measures: ids('requests', 'evaluation_count', 'total_tokens'), groupBy: ['feature'] },
};

/** Queries that list, whose rows must not depend on the layout either, but for the ids that a table may not keep. */
export const lists: Readonly<Record<string, object>> = {
  'the slowest calls': spans({ groupBy: ['model'], columns: ['duration', 'output_tokens'], orderBy: 'duration' }),
  'calls and tools that failed': spans({
    of: ['requests', 'tools'],
    groupBy: ['operation', 'tool'],
    columns: ['duration', 'failed'],
    conditions: [{ on: 'failed' }],
    orderBy: 'duration',
  }),
  'the worst scored calls': spans({
    groupBy: ['model'],
    columns: ['score'],
    evaluation: 'faithfulness',
    conditions: [{ on: 'column', column: 'score', operator: '>=', value: 0 }],
    orderBy: 'score',
    direction: 'asc',
  }),
  'calls by an attribute': spans({
    groupBy: ['model'],
    conditions: [{ on: 'attribute', key: 'app.variant', operator: '=', value: 'b' }],
    orderBy: 'time',
  }),
  'values of features': { kind: 'values', dimension: 'feature' },
  'values of an attribute': { kind: 'values', dimension: 'attr:app.variant' },
  'names of evaluations': { kind: 'values', of: 'evaluation' },
  events: { kind: 'events', events: ['model_changes', 'error_bursts', 'evaluator_changes'], minimum: 2 },
};

function spans(more: object): object {
  return { kind: 'spans', limit: 1000, ...more };
}

function ids(...names: string[]): { id: string }[] {
  return names.map((id) => ({ id }));
}

function filter(dimension: string, operator: string, ...values: string[]): object {
  return { dimension, operator, values };
}
