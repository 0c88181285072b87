import type { Dashboard } from '@grafana/grafana-foundation-sdk/dashboard';

import { dashboards } from '../../../src/engine/alerts/dashboards.ts';
import type { NamedDimensionId } from '../../../src/engine/catalogue/dimensions/index.ts';
import type { MeasureRef } from '../../../src/engine/query/model.ts';
import { asking } from './ask.ts';
import { dashboardOf } from './dashboard.ts';
import { linkTo, ofCell, ofSeries } from './links.ts';
import { narrowing } from './narrowing.ts';
import { heatmap, legends, spansTable, strip, table, timeseries, withColors } from './panels/index.ts';

const { panels } = dashboards.latency;
const { table: rows, series, heatmap: spread, spans } = asking(narrowing.latency);

/** Seconds that a call, and its first token, may take. Each panel has the number in its query. */
const allowed = { call: 5, firstToken: 1 };

const named = 8;

const slow: MeasureRef = { id: 'slow_requests', bound: allowed.call, name: 'slow' };
const slowFirst: MeasureRef = { id: 'slow_first_tokens', bound: allowed.firstToken, name: 'slow_first' };

/** Builds the dashboard on how long calls take: where, since when, and for whom. */
export const latency = (): Dashboard =>
  dashboardOf('latency', {
    description: 'How long LLM calls take, to the first and to the last token.',
    refresh: '1m',
    next: ['reliability', 'tokens', 'agents'],
    rows: [
      { title: 'How long calls take', panels: [...totals(), ...overTime()] },
      { title: 'First and next tokens', panels: tokens() },
      { title: 'Where the time goes', panels: places() },
    ],
  });

function totals() {
  return strip(rows, [
    {
      id: panels.latencyP50,
      title: 'Latency p50',
      description: 'Median duration of calls, including failed ones.',
      measure: 'latency_p50',
    },
    {
      id: panels.latencyP95,
      title: 'Latency p95',
      description: '95th percentile of call durations, including failed calls.',
      measure: 'latency_p95',
    },
    {
      id: panels.latencyP99,
      title: 'Latency p99',
      description: '99th percentile of call durations, including failed calls.',
      measure: 'latency_p99',
    },
    {
      id: panels.firstTokenP95,
      title: 'First token p95',
      description: '95th percentile of the time to first token of streamed calls.',
      measure: 'ttft_p95',
      missing: 'none streamed',
    },
    {
      id: panels.slowRequests,
      title: `Over ${allowed.call} s`,
      description: `Share of calls that took longer than ${allowed.call} s. Change "bound" in the query of "Latency p50" to your own target.`,
      measure: slow,
    },
    {
      id: panels.tokensPerSecond,
      title: 'Tokens per second',
      description: 'Median rate at which calls generate tokens, including the wait for the first one.',
      measure: 'tokens_per_second',
    },
  ]);
}

function overTime() {
  const half = { width: 12, height: 10 };
  const percentiles = ['Latency p50', 'Latency p95', 'Latency p99'];
  return [
    withColors(
      timeseries(
        {
          ...half,
          id: panels.latencyOverTime,
          title: 'Latency over time',
          description: 'Percentiles of call durations per interval, including failed calls.',
          measure: 'latency_p95',
          query: series('latency_p50', 'latency_p95', 'latency_p99'),
        },
        legends.highest
      ),
      percentiles
    ),
    heatmap({
      ...half,
      id: panels.latencySpread,
      title: 'Call duration distribution',
      description:
        'Calls per interval by duration; each row is named after its upper bound in seconds. Two bands mean two kinds of calls.',
      measure: 'latency_p95',
      query: spread('latency_p95'),
    }),
  ];
}

const largest = (dimension: NamedDimensionId, measure: MeasureRef) =>
  series(measure, 'requests')
    .groupBy(dimension)
    .top(named, 'requests')
    .select(measure.name ?? measure.id);

function tokens() {
  const third = { width: 8, height: 10 };
  return [
    timeseries(
      {
        ...third,
        id: panels.firstTokenByModel,
        title: 'Time to first token p95 by model',
        description: 'Streamed calls only: other calls have no first token to measure.',
        measure: 'ttft_p95',
        query: largest('model', { id: 'ttft_p95' }),
        links: [linkTo('latency', { model: ofSeries('model') })],
      },
      legends.highest
    ),
    timeseries(
      {
        ...third,
        id: panels.timePerTokenByModel,
        title: 'Time per output token p95 by model',
        description: 'Time between tokens after the first one. A provider under load shows up here first.',
        measure: 'tpot_p95',
        query: largest('model', { id: 'tpot_p95' }),
        links: [linkTo('latency', { model: ofSeries('model') })],
      },
      legends.highest
    ),
    timeseries(
      {
        ...third,
        id: panels.slowFirstTokensByFeature,
        title: `First token over ${allowed.firstToken} s by feature`,
        description: `Share of streamed calls whose first token took longer than ${allowed.firstToken} s.`,
        measure: 'slow_first_tokens',
        query: largest('feature', slowFirst),
        links: [linkTo('latency', { feature: ofSeries('feature') })],
      },
      legends.highest
    ),
    timeseries(
      {
        ...{ ...third, width: 7 },
        id: panels.firstTokenByPromptSize,
        title: 'First token p95 by prompt size',
        description:
          'Time to first token of streamed calls, by their input tokens: a provider reads the whole prompt before it answers.',
        measure: 'ttft_p95',
        query: largest('prompt_size', { id: 'ttft_p95' }),
        links: [linkTo('latency', { prompt_size: ofSeries('prompt_size') })],
      },
      legends.highest
    ),
    timeseries(
      {
        ...{ ...third, width: 6 },
        id: panels.timePerTokenByPromptSize,
        title: 'Time per token p95 by prompt size',
        description: 'Time between output tokens after the first one, by the input tokens of the call.',
        measure: 'tpot_p95',
        query: largest('prompt_size', { id: 'tpot_p95' }),
        links: [linkTo('latency', { prompt_size: ofSeries('prompt_size') })],
      },
      legends.highest
    ),
    table(
      {
        ...{ ...third, width: 11 },
        id: panels.firstTokenByFeature,
        title: 'Tokens by provider and feature',
        description:
          'Time to first token of streamed calls, and time between output tokens after it, for the 20 with the most calls.',
        query: rows('ttft_p95', 'tpot_p95', 'requests').groupBy('provider', 'feature').top(20, 'requests'),
      },
      {
        headings: { requests: 'Calls' },
        links: {
          Provider: [linkTo('latency', { provider: ofCell() })],
          Feature: [linkTo('latency', { feature: ofCell() })],
        },
      }
    ),
  ];
}

function places() {
  const by = (id: number, dimension: NamedDimensionId, title: string, description: string) =>
    timeseries(
      {
        ...{ width: 8, height: 10, id, title, description },
        measure: 'latency_p95',
        query: largest(dimension, { id: 'latency_p95' }),
        links: [linkTo('latency', { [dimension]: ofSeries(dimension) })],
      },
      legends.highest
    );
  return [
    by(
      panels.latencyByFeature,
      'feature',
      'Latency p95 by feature',
      `95th percentile of call durations per interval, for the ${named} features with the most calls; the rest is "other".`
    ),
    by(
      panels.latencyByProvider,
      'provider',
      'Latency p95 by provider',
      '95th percentile of call durations per interval, of all calls to a provider, regardless of model.'
    ),
    timeseries(
      {
        width: 8,
        height: 10,
        id: panels.slowCallsByFeature,
        title: `Calls over ${allowed.call} s by feature`,
        description: `Share of calls per interval that took longer than ${allowed.call} s. Change "bound" in the query to your own target.`,
        measure: 'slow_requests',
        query: largest('feature', slow),
        links: [linkTo('latency', { feature: ofSeries('feature') })],
      },
      legends.highest
    ),
    table(
      {
        width: 24,
        height: 9,
        id: panels.models,
        title: 'Models',
        description: 'The 50 models with the most calls in the time range; percentiles include failed calls.',
        query: rows(
          'requests',
          'latency_p50',
          'latency_p95',
          'latency_p99',
          'ttft_p50',
          'ttft_p95',
          'tpot_p95',
          'tokens_per_second',
          slow
        )
          .groupBy('provider', 'model')
          .top(50, 'requests'),
      },
      {
        headings: { slow: `Over ${allowed.call} s` },
        links: {
          Model: [linkTo('latency', { model: ofCell() })],
          Provider: [linkTo('reliability', { provider: ofCell() })],
        },
      }
    ),
    spansTable({
      width: 24,
      height: 11,
      id: panels.slowestCalls,
      title: 'Slowest calls',
      description: 'The 25 calls of the longest duration. The trace leads to all that happened around the call.',
      missing: 'No model calls match the time range and the filters.',
      query: spans({
        groupBy: ['feature', 'model', 'error_class', 'finish_reason'],
        columns: ['duration', 'time_to_first_token', 'input_tokens', 'output_tokens'],
        orderBy: 'duration',
        limit: 25,
      }),
    }),
  ];
}
