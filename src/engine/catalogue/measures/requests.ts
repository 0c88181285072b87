import { call, equal, infix, number, parametricCall } from '../../sql/nodes.ts';
import type { Measure } from './measure.ts';

type Request<Id extends string> = Measure<Id, 'requests'>;

const base = { fact: 'requests', additive: false, none: null } as const;

/** Exact, interpolated between the two nearest values: the same rows give the same number on every run and thread count. */
function quantile<Id extends string>(
  id: Id,
  level: number,
  title: string,
  description: string,
  field: 'seconds' | 'timeToFirstToken'
): Request<Id> {
  return {
    ...base,
    id,
    title,
    description,
    unit: 's',
    uses: [field],
    formula: (f) => parametricCall('quantileExactInclusive', [number(level)], f(field)),
  };
}

export const requestMeasures = {
  requests: {
    ...base,
    id: 'requests',
    title: 'Requests',
    description: 'Calls of a model, failed ones included',
    unit: 'short',
    additive: true,
    none: 0,
    uses: [],
    formula: () => call('count'),
  } satisfies Request<'requests'>,
  errors: {
    ...base,
    id: 'errors',
    title: 'Errors',
    description: 'Calls that ended with an error status or an error.type',
    unit: 'short',
    additive: true,
    none: 0,
    uses: ['failed'],
    formula: (f) => call('countIf', f('failed')),
  } satisfies Request<'errors'>,
  error_rate: {
    ...base,
    id: 'error_rate',
    title: 'Error rate',
    description: 'Errors over requests',
    unit: 'percentunit',
    uses: ['failed'],
    formula: (f) => infix('/', call('countIf', f('failed')), call('nullIf', call('count'), number(0))),
  } satisfies Request<'error_rate'>,
  input_tokens: {
    ...base,
    id: 'input_tokens',
    title: 'Input tokens',
    description: 'Tokens sent, as the instrumentation reported them',
    unit: 'short',
    additive: true,
    uses: ['inputTokens'],
    formula: (f) => call('sum', f('inputTokens')),
  } satisfies Request<'input_tokens'>,
  output_tokens: {
    ...base,
    id: 'output_tokens',
    title: 'Output tokens',
    description: 'Tokens generated, as the instrumentation reported them',
    unit: 'short',
    additive: true,
    uses: ['outputTokens'],
    formula: (f) => call('sum', f('outputTokens')),
  } satisfies Request<'output_tokens'>,
  cost: {
    ...base,
    id: 'cost',
    title: 'Cost',
    description:
      'US dollars that the instrumentation reported; calls without a cost are not in it (see unpriced requests)',
    unit: 'currencyUSD',
    decimals: 2,
    additive: true,
    uses: ['cost'],
    formula: (f) => call('sum', f('cost')),
  } satisfies Request<'cost'>,
  cost_per_request: {
    ...base,
    id: 'cost_per_request',
    title: 'Cost per request',
    description: 'US dollars over the requests that have a cost',
    unit: 'currencyUSD',
    decimals: 4,
    uses: ['cost'],
    formula: (f) => call('avg', f('cost')),
  } satisfies Request<'cost_per_request'>,
  unpriced_requests: {
    ...base,
    id: 'unpriced_requests',
    title: 'Unpriced requests',
    description: 'Calls that succeeded and have no cost: not free, unknown',
    unit: 'short',
    additive: true,
    none: 0,
    uses: ['cost', 'failed'],
    formula: (f) => call('countIf', infix('AND', call('isNull', f('cost')), equal(f('failed'), number(0)))),
  } satisfies Request<'unpriced_requests'>,
  latency_p50: quantile('latency_p50', 0.5, 'Latency p50', 'Median time of a call', 'seconds'),
  latency_p95: quantile('latency_p95', 0.95, 'Latency p95', 'Time that 95 % of the calls stay under', 'seconds'),
  latency_p99: quantile('latency_p99', 0.99, 'Latency p99', 'Time that 99 % of the calls stay under', 'seconds'),
  ttft_p95: quantile(
    'ttft_p95',
    0.95,
    'Time to first token p95',
    'Time until the first token of streamed calls, 95 % stay under it',
    'timeToFirstToken'
  ),
};
