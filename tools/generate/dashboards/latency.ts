import {
  DashboardBuilder,
  DashboardCursorSync,
  RowBuilder,
  type Dashboard,
} from '@grafana/grafana-foundation-sdk/dashboard';

import { dashboards } from '../../../src/engine/alerts/dashboards.ts';
import type { MeasureId } from '../../../src/engine/catalogue/measures/index.ts';
import type { Format, MeasureRef } from '../../../src/engine/query/model.ts';
import { heatmap, stat, table, timeseries } from './panels.ts';
import { MeasureQueryBuilder, SpansQueryBuilder } from './query.ts';
import { filters, variables } from './variables.ts';

const { uid, panels } = dashboards.latency;

/** Seconds that a call, and its first token, may take. Each panel has the number in its query. */
const allowed = { call: 5, firstToken: 1 };

const named = 8;

const ask = (format: Format, ...measures: (MeasureId | MeasureRef)[]) =>
  new MeasureQueryBuilder(format, ...measures).filters(filters());
const slow: MeasureRef = { id: 'slow_requests', bound: allowed.call, name: 'slow' };
const slowFirst: MeasureRef = { id: 'slow_first_tokens', bound: allowed.firstToken, name: 'slow_first' };

/** Builds the dashboard on how long calls take: where, since when, and for whom. */
export function latency(): Dashboard {
  const dashboard = new DashboardBuilder('GenAI latency')
    .uid(uid)
    .description('How long LLM calls take, to the first and to the last token.')
    .tags(['genai-observability'])
    .time({ from: 'now-24h', to: 'now' })
    .refresh('1m')
    .tooltip(DashboardCursorSync.Crosshair)
    .variables(variables());

  dashboard.withRow(new RowBuilder('How long calls take').id(101));
  totals().forEach((panel) => dashboard.withPanel(panel));
  overTime().forEach((panel) => dashboard.withPanel(panel));
  dashboard.withRow(new RowBuilder('First and next tokens').id(102));
  tokens().forEach((panel) => dashboard.withPanel(panel));
  dashboard.withRow(new RowBuilder('Where the time goes').id(103));
  places().forEach((panel) => dashboard.withPanel(panel));
  return dashboard.build();
}

function totals() {
  const size = { width: 4, height: 4 };
  const number = (
    id: number,
    measure: MeasureId,
    title: string,
    description: string,
    ref: MeasureRef = { id: measure }
  ) => stat({ ...size, id, title, description, measure, query: ask('table', ref) });
  return [
    number(panels.latencyP50, 'latency_p50', 'Latency p50', 'Median duration of calls, including failed ones.'),
    number(panels.latencyP95, 'latency_p95', 'Latency p95', '95th percentile of call durations.'),
    number(panels.latencyP99, 'latency_p99', 'Latency p99', '99th percentile of call durations.'),
    number(
      panels.firstTokenP95,
      'ttft_p95',
      'First token p95',
      '95th percentile of the time to first token of streamed calls.'
    ),
    number(
      panels.slowRequests,
      'slow_requests',
      `Over ${allowed.call} s`,
      `Share of calls that took longer than ${allowed.call} s. Change "bound" in the query to your own target.`,
      slow
    ),
    number(
      panels.tokensPerSecond,
      'tokens_per_second',
      'Tokens per second',
      'Median rate at which calls generate tokens, including the wait for the first one.'
    ),
  ];
}

function overTime() {
  const half = { width: 12, height: 9 };
  return [
    timeseries(
      {
        ...half,
        id: panels.latencyOverTime,
        title: 'Latency over time',
        description: 'Percentiles of call durations per interval.',
        measure: 'latency_p95',
        query: ask('timeseries', 'latency_p50', 'latency_p95', 'latency_p99'),
      },
      [
        { calc: 'mean', title: 'Mean' },
        { calc: 'max', title: 'Max' },
      ]
    ).maxDataPoints(144),
    heatmap({
      ...half,
      id: panels.latencySpread,
      title: 'Call duration distribution',
      description:
        'Calls per interval by duration; each row is named after its upper bound in seconds. Two bands mean two kinds of calls.',
      measure: 'latency_p95',
      query: ask('heatmap', 'latency_p95'),
    }).maxDataPoints(96),
  ];
}

function tokens() {
  const third = { width: 8, height: 9 };
  const by = (measure: MeasureId) =>
    ask('timeseries', measure, 'requests').groupBy('model').top(named, 'requests').select(measure);
  const calcs = [
    { calc: 'mean', title: 'Mean' },
    { calc: 'max', title: 'Max' },
  ];
  return [
    timeseries(
      {
        ...third,
        id: panels.firstTokenByModel,
        title: 'Time to first token p95 by model',
        description: 'Streamed calls only: other calls have no first token to measure.',
        measure: 'ttft_p95',
        query: by('ttft_p95'),
      },
      calcs
    ).maxDataPoints(144),
    timeseries(
      {
        ...third,
        id: panels.timePerTokenByModel,
        title: 'Time per output token p95 by model',
        description: 'Time between tokens after the first one. A provider under load shows up here first.',
        measure: 'tpot_p95',
        query: by('tpot_p95'),
      },
      calcs
    ).maxDataPoints(144),
    timeseries(
      {
        ...third,
        id: panels.slowFirstTokensByFeature,
        title: `First token over ${allowed.firstToken} s by feature`,
        description: `Share of streamed calls whose first token took longer than ${allowed.firstToken} s.`,
        measure: 'slow_first_tokens',
        query: ask('timeseries', slowFirst, 'requests').groupBy('feature').top(named, 'requests').select('slow_first'),
      },
      calcs
    ).maxDataPoints(144),
  ];
}

function places() {
  return [
    timeseries(
      {
        width: 12,
        height: 9,
        id: panels.latencyByFeature,
        title: 'Latency p95 by feature',
        description: `The ${named} features with the most calls; the rest is "other".`,
        measure: 'latency_p95',
        query: ask('timeseries', 'latency_p95', 'requests')
          .groupBy('feature')
          .top(named, 'requests')
          .select('latency_p95'),
      },
      [
        { calc: 'mean', title: 'Mean' },
        { calc: 'max', title: 'Max' },
      ]
    ).maxDataPoints(144),
    timeseries(
      {
        width: 12,
        height: 9,
        id: panels.latencyByProvider,
        title: 'Latency p95 by provider',
        description: 'All calls to a provider, regardless of model.',
        measure: 'latency_p95',
        query: ask('timeseries', 'latency_p95', 'requests')
          .groupBy('provider')
          .top(named, 'requests')
          .select('latency_p95'),
      },
      [
        { calc: 'mean', title: 'Mean' },
        { calc: 'max', title: 'Max' },
      ]
    ).maxDataPoints(144),
    table({
      width: 24,
      height: 8,
      id: panels.models,
      title: 'Models',
      description: 'Every model with calls in the time range.',
      query: ask(
        'table',
        'requests',
        'latency_p50',
        'latency_p95',
        'latency_p99',
        'ttft_p50',
        'ttft_p95',
        'tpot_p95',
        'tokens_per_second',
        slow
      ).groupBy('provider', 'model'),
    }).overrideByName('Model', [{ id: 'custom.minWidth', value: 170 }]),
    table({
      width: 24,
      height: 11,
      id: panels.slowestCalls,
      title: 'Slowest calls',
      description: 'The 25 slowest calls, with their trace IDs.',
      query: new SpansQueryBuilder(
        {
          groupBy: ['feature', 'provider', 'model', 'error_class', 'finish_reason'],
          columns: ['duration', 'time_to_first_token', 'input_tokens', 'output_tokens', 'cost'],
          orderBy: 'duration',
          limit: 25,
        },
        filters()
      ),
    })
      .overrideByName('Trace', [{ id: 'custom.minWidth', value: 270 }])
      .overrideByName('Span', [{ id: 'custom.hidden', value: true }])
      .overrideByName('Feature', [{ id: 'custom.minWidth', value: 135 }])
      .overrideByName('Model', [{ id: 'custom.minWidth', value: 145 }])
      .overrideByName('Error class', [{ id: 'custom.minWidth', value: 115 }])
      .overrideByName('Cost', [{ id: 'decimals', value: 4 }])
      .overrideByName('Time', [{ id: 'custom.minWidth', value: 170 }]),
  ];
}
