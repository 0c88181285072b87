import { array, equal, infix, number, call, text, type Expression } from '../../sql/nodes.ts';
import { ofSpans, type Measure, type ReadRow } from './measure.ts';
import type { SpanRowFieldId } from '../rowfields.ts';

const base = { fact: 'requests', additive: false, none: null } as const;
const present = (value: Expression): Expression => call('isNotNull', value);
const successful = (f: ReadRow<'failed'>, condition: Expression): Expression =>
  infix('AND', condition, equal(f('failed'), number(0)));
const said = (value: Expression): Expression => infix('!=', value, text(''));

function count<Id extends string, Field extends SpanRowFieldId>(
  id: Id,
  title: string,
  description: string,
  uses: readonly Field[],
  condition?: (f: ReadRow<Field>) => Expression
): Measure<Id, Field> {
  return {
    ...base,
    id,
    title,
    description,
    unit: 'short',
    additive: true,
    none: 0,
    uses,
    formula: (a) => a.count(condition?.(a.field)),
  };
}

function total<Id extends string, Field extends SpanRowFieldId>(
  id: Id,
  title: string,
  description: string,
  field: Field
): Measure<Id, Field> {
  return {
    ...base,
    id,
    title,
    description,
    unit: 'short',
    additive: true,
    uses: [field],
    formula: (a) => a.sum(a.field(field)),
  };
}

function money<Id extends string, Field extends SpanRowFieldId>(
  id: Id,
  title: string,
  description: string,
  field: Field
): Measure<Id, Field> {
  return { ...total(id, title, description, field), unit: 'currencyUSD', decimals: 2 };
}

function share<Id extends string, Field extends SpanRowFieldId>(
  id: Id,
  title: string,
  description: string,
  uses: readonly Field[],
  part: (f: ReadRow<Field>) => Expression,
  whole?: (f: ReadRow<Field>) => Expression
): Measure<Id, Field> {
  return {
    ...base,
    id,
    title,
    description,
    unit: 'percentunit',
    decimals: 1,
    uses,
    formula: (a) => a.ratio(a.count(part(a.field)), a.count(whole?.(a.field))),
  };
}

function quantile<Id extends string, Field extends SpanRowFieldId>(
  id: Id,
  level: number,
  title: string,
  description: string,
  field: Field,
  unit = 's'
): Measure<Id, Field> {
  return {
    ...base,
    id,
    title,
    description,
    unit,
    uses: [field],
    distribution: field,
    formula: (a) => a.quantile(level, a.field(field)),
  };
}

function slowerThan<Id extends string, Field extends SpanRowFieldId>(
  id: Id,
  title: string,
  description: string,
  field: Field,
  otherwise: number
): Measure<Id, Field> {
  return {
    ...base,
    id,
    title,
    description,
    unit: 'percentunit',
    decimals: 1,
    bound: { title: 'Seconds', unit: 's', default: otherwise },
    uses: [field],
    perCall: true,
    formula: (a, bound) => a.ratio(a.count(infix('>', a.field(field), bound)), a.count(present(a.field(field)))),
  };
}

/** Counts errors of one class, such as `rate_limit_errors`. */
function classified<Class extends string>(
  errorClass: Class,
  title: string,
  why: string
): Measure<`${Class}_errors`, 'errorClass' | 'failed'> {
  return count(`${errorClass}_errors`, title, `Calls that failed because of ${why}`, ['errorClass', 'failed'], (f) =>
    equal(f('errorClass'), text(errorClass))
  );
}

export const requestMeasures = {
  requests: count(
    'requests',
    'Requests',
    'Model calls, including failed ones; each counted once, even if several spans describe it',
    []
  ),
  errors: count(
    'errors',
    'Errors',
    'Calls that failed, with an error status, an error type or an exception',
    ['failed'],
    (f) => f('failed')
  ),
  error_rate: share('error_rate', 'Error rate', 'Errors as a share of requests', ['failed'], (f) => f('failed')),
  rate_limit_rate: share(
    'rate_limit_rate',
    'Rate limit rate',
    'Calls that the provider rejected with a rate limit, as a share of requests',
    ['errorClass', 'failed'],
    (f) => equal(f('errorClass'), text('rate_limit'))
  ),
  rate_limit_errors: classified('rate_limit', 'Rate limit errors', 'the provider’s request or token limit'),
  context_overflow_errors: classified(
    'context_overflow',
    'Context overflow errors',
    'an input larger than the context window'
  ),
  timeout_errors: classified('timeout', 'Timeouts', 'a timeout'),
  server_errors: classified('server', 'Server errors', 'an error of the provider or of the connection to it'),
  auth_errors: classified('auth', 'Authentication errors', 'an invalid key or a missing permission'),
  content_filter_errors: classified('content_filter', 'Content filter errors', 'a content filter'),
  other_errors: classified('other', 'Other errors', 'an error of no other class'),
  input_tokens: total('input_tokens', 'Input tokens', 'Tokens sent, including cached ones', 'inputTokens'),
  output_tokens: total(
    'output_tokens',
    'Output tokens',
    'Tokens generated, including reasoning tokens',
    'outputTokens'
  ),
  total_tokens: total('total_tokens', 'Tokens', 'Tokens sent and generated', 'totalTokens'),
  cache_read_tokens: total(
    'cache_read_tokens',
    'Cache read tokens',
    'Input tokens that the provider read from its prompt cache',
    'cacheReadTokens'
  ),
  cache_write_tokens: total(
    'cache_write_tokens',
    'Cache write tokens',
    'Input tokens that the provider wrote to its prompt cache',
    'cacheWriteTokens'
  ),
  reasoning_tokens: total(
    'reasoning_tokens',
    'Reasoning tokens',
    'Output tokens spent on reasoning',
    'reasoningTokens'
  ),
  tokens_per_request: ofSpans({
    ...base,
    id: 'tokens_per_request',
    title: 'Tokens per request',
    description: 'Mean number of tokens sent and generated, over requests that report them',
    unit: 'short',
    uses: ['totalTokens'],
    formula: (a) => a.mean(a.field('totalTokens')),
  }),
  cost: money(
    'cost',
    'Cost',
    'US dollars, as reported by the instrumentation or else estimated from the price table; calls with neither count as unpriced requests',
    'cost'
  ),
  reported_cost: money(
    'reported_cost',
    'Reported cost',
    'US dollars, as reported by the instrumentation',
    'reportedCost'
  ),
  estimated_cost: money(
    'estimated_cost',
    'Estimated cost',
    'US dollars, estimated from the price table for calls without a reported cost',
    'estimatedCost'
  ),
  whatif_cost: money(
    'whatif_cost',
    'Cost at another price',
    'US dollars that the same tokens would cost at another model’s price; cached tokens stay cached',
    'whatIfCost'
  ),
  wasted_cost: money(
    'wasted_cost',
    'Wasted cost',
    'US dollars spent on calls that failed, retried or not, or were cut off at the token limit',
    'wastedCost'
  ),
  retried_requests: count(
    'retried_requests',
    'Retried requests',
    'Failed calls after which the parent span called the same model again',
    ['retried'],
    (f) => f('retried')
  ),
  retried_cost: money(
    'retried_cost',
    'Cost of retried requests',
    'US dollars spent on failed calls that were retried; part of the wasted cost',
    'retriedCost'
  ),
  cache_savings: money(
    'cache_savings',
    'Cache savings',
    'US dollars saved because input tokens were read from the prompt cache',
    'cacheSavings'
  ),
  cost_per_request: ofSpans({
    ...base,
    id: 'cost_per_request',
    title: 'Cost per request',
    description: 'Mean cost in US dollars of requests that have a cost',
    unit: 'currencyUSD',
    decimals: 4,
    uses: ['cost'],
    distribution: 'cost',
    formula: (a) => a.mean(a.field('cost')),
  }),
  cost_per_conversation: ofSpans({
    ...base,
    id: 'cost_per_conversation',
    title: 'Cost per conversation',
    description: 'US dollars spent on requests in conversations, divided by conversations',
    unit: 'currencyUSD',
    decimals: 4,
    uses: ['cost', 'conversation'],
    formula: (a) =>
      a.ratio(
        a.sum(call('if', said(a.field('conversation')), a.field('cost'), { kind: 'null' })),
        a.distinct(a.field('conversation'))
      ),
  }),
  cost_per_1k_tokens: ofSpans({
    ...base,
    id: 'cost_per_1k_tokens',
    title: 'Cost per thousand tokens',
    description: 'US dollars per thousand tokens, over requests that have both',
    unit: 'currencyUSD',
    decimals: 4,
    uses: ['cost', 'totalTokens'],
    formula: (a) => {
      const both = infix('AND', present(a.field('cost')), present(a.field('totalTokens')));
      const where = (field: 'cost' | 'totalTokens') => a.sum(call('if', both, a.field(field), { kind: 'null' }));
      return a.ratio(infix('*', where('cost'), number(1000)), where('totalTokens'));
    },
  }),
  unpriced_requests: count(
    'unpriced_requests',
    'Unpriced requests',
    'Successful calls without a cost: it is unknown, not zero',
    ['costSource', 'failed'],
    (f) => successful(f, equal(f('costSource'), text('unpriced')))
  ),
  unseen_requests: count(
    'unseen_requests',
    'Requests of unseen models',
    'Successful calls of a model that the census of the table has not seen yet: whether it has a price is unknown',
    ['isUnseen', 'failed'],
    (f) => successful(f, f('isUnseen'))
  ),
  partly_priced_requests: count(
    'partly_priced_requests',
    'Partly priced requests',
    'Successful calls that used something without a known price, such as audio, a service tier or searches, or that report only a part of their tokens: the cost is incomplete',
    ['costSource', 'failed'],
    (f) => successful(f, equal(f('costSource'), text('partly')))
  ),
  partly_priced_share: share(
    'partly_priced_share',
    'Partly priced share',
    'Partly priced requests as a share of successful requests: what they used besides has no known price',
    ['costSource', 'failed'],
    (f) => successful(f, equal(f('costSource'), text('partly'))),
    (f) => equal(f('failed'), number(0))
  ),
  assumed_requests: count(
    'assumed_requests',
    'Requests at an assumed price',
    'Successful calls of a model whose name only begins like one in the price table: its price is a guess',
    ['costSource', 'failed'],
    (f) => successful(f, equal(f('costSource'), text('assumed')))
  ),
  priced_share: share(
    'priced_share',
    'Priced share',
    'Share of successful requests whose cost is known in full: reported, or estimated at known prices of all that they used',
    ['costSource', 'failed'],
    (f) => successful(f, infix('IN', f('costSource'), array(['reported', 'estimated'].map(text)))),
    (f) => equal(f('failed'), number(0))
  ),
  estimated_share: share(
    'estimated_share',
    'Estimated share',
    'Requests with an estimated cost, as a share of those with any cost',
    ['cost', 'estimatedCost'],
    (f) => present(f('estimatedCost')),
    (f) => present(f('cost'))
  ),
  cache_hit_rate: ofSpans({
    ...base,
    id: 'cache_hit_rate',
    title: 'Prompt cache hit rate',
    description: 'Cache read tokens as a share of input tokens',
    unit: 'percentunit',
    decimals: 1,
    uses: ['cacheReadTokens', 'inputTokens'],
    formula: (a) => a.ratio(a.sum(a.field('cacheReadTokens')), a.sum(a.field('inputTokens'))),
  }),
  cached_requests: count(
    'cached_requests',
    'Requests with cached input',
    'Calls with some input read from the provider’s cache',
    ['cacheReadTokens'],
    (f) => call('ifNull', infix('>', f('cacheReadTokens'), number(0)), number(0))
  ),
  response_cache_hits: count(
    'response_cache_hits',
    'Response cache hits',
    'Calls that a gateway answered from its own cache, at no cost',
    ['responseCached'],
    (f) => f('responseCached')
  ),
  latency_mean: ofSpans({
    ...base,
    id: 'latency_mean',
    title: 'Latency mean',
    description: 'Mean duration of calls',
    unit: 's',
    uses: ['seconds'],
    formula: (a) => a.mean(a.field('seconds')),
  }),
  latency_p50: quantile('latency_p50', 0.5, 'Latency p50', 'Median duration of calls', 'seconds'),
  latency_p90: quantile('latency_p90', 0.9, 'Latency p90', '90th percentile of call durations', 'seconds'),
  latency_p95: quantile('latency_p95', 0.95, 'Latency p95', '95th percentile of call durations', 'seconds'),
  latency_p99: quantile('latency_p99', 0.99, 'Latency p99', '99th percentile of call durations', 'seconds'),
  latency_max: quantile('latency_max', 1, 'Latency maximum', 'Duration of the slowest call', 'seconds'),
  slow_requests: slowerThan(
    'slow_requests',
    'Slow requests',
    'Share of calls that took longer than a bound',
    'seconds',
    10
  ),
  ttft_p50: quantile(
    'ttft_p50',
    0.5,
    'Time to first token p50',
    'Median time to first token of streamed calls',
    'timeToFirstToken'
  ),
  ttft_p95: quantile(
    'ttft_p95',
    0.95,
    'Time to first token p95',
    '95th percentile of the time to first token of streamed calls',
    'timeToFirstToken'
  ),
  ttft_p99: quantile(
    'ttft_p99',
    0.99,
    'Time to first token p99',
    '99th percentile of the time to first token of streamed calls',
    'timeToFirstToken'
  ),
  slow_first_tokens: slowerThan(
    'slow_first_tokens',
    'Slow first tokens',
    'Share of streamed calls whose first token took longer than a bound',
    'timeToFirstToken',
    2
  ),
  streamed_requests: count(
    'streamed_requests',
    'Streamed requests',
    'Calls that report their time to first token',
    ['timeToFirstToken'],
    (f) => present(f('timeToFirstToken'))
  ),
  tpot_p50: quantile(
    'tpot_p50',
    0.5,
    'Time per output token p50',
    'Median time between output tokens of streamed calls',
    'timePerOutputToken'
  ),
  tpot_p95: quantile(
    'tpot_p95',
    0.95,
    'Time per output token p95',
    '95th percentile of the time between output tokens of streamed calls',
    'timePerOutputToken'
  ),
  tokens_per_second: quantile(
    'tokens_per_second',
    0.5,
    'Output tokens per second',
    'Median rate at which calls generate tokens',
    'tokensPerSecond',
    'short'
  ),
  context_used_p95: {
    ...quantile(
      'context_used_p95',
      0.95,
      'Context used p95',
      '95th percentile of input tokens as a share of the context window',
      'contextUsed',
      'percentunit'
    ),
    decimals: 1,
  },
  context_used_max: {
    ...quantile(
      'context_used_max',
      1,
      'Context used maximum',
      'Highest share of the context window filled by a call’s input tokens',
      'contextUsed',
      'percentunit'
    ),
    decimals: 1,
  },
  truncations: count('truncations', 'Truncations', 'Calls that ended at the token limit', ['finishReason'], (f) =>
    equal(f('finishReason'), text('length'))
  ),
  filtered_requests: count(
    'filtered_requests',
    'Filtered requests',
    'Calls that were ended by a content filter',
    ['finishReason'],
    (f) => equal(f('finishReason'), text('content_filter'))
  ),
  conversations: ofSpans({
    ...base,
    id: 'conversations',
    title: 'Conversations',
    description: 'Distinct conversations or sessions with at least one call',
    unit: 'short',
    none: 0,
    uses: ['conversation'],
    formula: (a) => a.distinct(a.field('conversation')),
  }),
  turns_per_conversation: ofSpans({
    ...base,
    id: 'turns_per_conversation',
    title: 'Requests per conversation',
    description: 'Calls in conversations, divided by conversations',
    unit: 'short',
    decimals: 1,
    uses: ['conversation'],
    formula: (a) => a.ratio(a.count(said(a.field('conversation'))), a.distinct(a.field('conversation'))),
  }),
  users: ofSpans({
    ...base,
    id: 'users',
    title: 'Users',
    description: 'Distinct users with at least one call',
    unit: 'short',
    none: 0,
    uses: ['user'],
    formula: (a) => a.distinct(a.field('user')),
  }),
  feature_coverage: share(
    'feature_coverage',
    'Feature coverage',
    'Share of requests that report their feature',
    ['feature', 'featureStandIn'],
    (f) => infix('OR', said(f('feature')), said(f('featureStandIn')))
  ),
  token_coverage: share(
    'token_coverage',
    'Token coverage',
    'Share of successful requests that report their tokens',
    ['inputTokens', 'failed'],
    (f) => infix('AND', present(f('inputTokens')), equal(f('failed'), number(0))),
    (f) => equal(f('failed'), number(0))
  ),
  prompt_coverage: share(
    'prompt_coverage',
    'Prompt coverage',
    'Share of requests that report their prompt version',
    ['promptVersion'],
    (f) => said(f('promptVersion'))
  ),
};
