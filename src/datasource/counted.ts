import type { MeasureId } from '../engine/catalogue/measures/index.ts';
import type { Condition, Filter, MeasureRef, SpansQuery } from '../engine/query/model.ts';

/** What a list shows of the spans that a number is about: those that it counts, and first those that make it what it is. */
export type Counted = Partial<Pick<SpansQuery, 'conditions' | 'orderBy'>> & { filters?: Filter[] };

const failed: Counted = { conditions: [{ on: 'failed' }] };
const ofClass = (value: string): Counted => ({
  filters: [{ dimension: 'error_class', operator: 'in', values: [value] }],
});
const priced = (source: string): Counted => ({
  conditions: [{ on: 'failed', is: false }],
  filters: [{ dimension: 'cost_source', operator: 'in', values: [source] }],
});
const has = (column: Extract<Condition, { on: 'column' }>['column'], more = 0): Counted => ({
  conditions: [{ on: 'column', column, operator: '>', value: more }],
  orderBy: column,
});
const slowest: Counted = { orderBy: 'duration' };
const dearest: Counted = { orderBy: 'cost' };

const counted: Partial<Record<MeasureId, Counted>> = {
  ...{ errors: failed, error_rate: failed, retried_requests: failed, error_spans: failed },
  ...{ agent_failures: failed, tool_failures: failed, tool_failure_rate: failed },
  ...{ rate_limit_errors: ofClass('rate_limit'), rate_limit_rate: ofClass('rate_limit') },
  ...{ context_overflow_errors: ofClass('context_overflow'), timeout_errors: ofClass('timeout') },
  ...{ server_errors: ofClass('server'), auth_errors: ofClass('auth') },
  ...{ content_filter_errors: ofClass('content_filter'), other_errors: ofClass('other') },
  ...{ unpriced_requests: priced('unpriced'), assumed_requests: priced('assumed') },
  ...{ partly_priced_requests: priced('partly'), partly_priced_share: priced('partly') },
  truncations: { conditions: [{ on: 'truncated' }] },
  filtered_requests: { filters: [{ dimension: 'finish_reason', operator: 'in', values: ['content_filter'] }] },
  ...{ cached_requests: has('cache_read_tokens'), cache_read_tokens: has('cache_read_tokens') },
  ...{ cache_hit_rate: has('cache_read_tokens'), cache_savings: has('cache_read_tokens') },
  cache_write_tokens: has('cache_write_tokens'),
  reasoning_tokens: has('reasoning_tokens'),
  ...{ input_tokens: { orderBy: 'input_tokens' }, output_tokens: { orderBy: 'output_tokens' } },
  ...{ total_tokens: { orderBy: 'total_tokens' }, tokens_per_request: { orderBy: 'total_tokens' } },
  ...{ context_used_p95: { orderBy: 'context_used' }, context_used_max: { orderBy: 'context_used' } },
  ...{ ttft_p50: has('time_to_first_token'), ttft_p95: has('time_to_first_token') },
  ...{ ttft_p99: has('time_to_first_token'), streamed_requests: has('time_to_first_token') },
  ...{ cost: dearest, cost_per_request: dearest, reported_cost: dearest, estimated_cost: dearest },
  ...{ latency_mean: slowest, latency_p50: slowest, latency_p90: slowest, latency_p95: slowest },
  ...{ latency_p99: slowest, latency_max: slowest, tool_latency_p95: slowest, agent_latency_p95: slowest },
};

/** Returns nothing for a measure of which any of its spans is as good as another. */
export function countedBy({ id, bound }: MeasureRef): Counted {
  switch (id) {
    case 'slow_requests':
      return bound === undefined ? slowest : has('duration', bound);
    case 'slow_first_tokens':
      return has('time_to_first_token', bound);
    default:
      return counted[id] ?? {};
  }
}
