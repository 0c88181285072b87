import type { Dashboard } from '@grafana/grafana-foundation-sdk/dashboard';

import { dashboards } from '../../../src/engine/alerts/dashboards.ts';
import type { NamedDimensionId } from '../../../src/engine/catalogue/dimensions/index.ts';
import type { MeasureId } from '../../../src/engine/catalogue/measures/index.ts';
import { asking } from './ask.ts';
import { dashboardOf } from './dashboard.ts';
import { linkTo, ofCell, ofSeries } from './links.ts';
import { narrowing } from './narrowing.ts';
import { legends, spansTable, stacked, strip, table, timeseries, withColors } from './panels/index.ts';

const { panels } = dashboards.reliability;
const { table: rows, series, spans } = asking(narrowing.reliability);

const named = 8;

const classes: MeasureId[] = [
  'rate_limit_errors',
  'timeout_errors',
  'server_errors',
  'context_overflow_errors',
  'auth_errors',
  'content_filter_errors',
  'other_errors',
];

/** Builds the dashboard on what fails, where, and why; and on what the telemetry itself leaves out. */
export const reliability = (): Dashboard =>
  dashboardOf('reliability', {
    description:
      'What fails, where and why: errors, rate limits, finish reasons, guardrails, and gaps of the telemetry.',
    refresh: '1m',
    next: ['latency', 'agents', 'costAttribution'],
    rows: [
      { title: 'Errors', panels: [...numbers(), ...errors()] },
      { title: 'Where', panels: places() },
      { title: 'How answers end', panels: ends() },
      { title: 'Data quality', panels: quality() },
    ],
  });

function numbers() {
  return strip(rows, [
    {
      id: 1,
      title: 'Requests',
      description: 'Model calls in the time range, including failed ones.',
      measure: 'requests',
    },
    {
      id: 2,
      title: 'Errors',
      description: 'Calls that failed, with an error status, type or exception.',
      measure: 'errors',
    },
    {
      id: 3,
      title: 'Error rate',
      description: 'Failed calls divided by all calls. Orange from 2%, red from 10%.',
      measure: 'error_rate',
    },
    {
      id: 4,
      title: 'Rate limit rate',
      description:
        'Calls that the provider rejected with a rate limit, divided by all calls. Orange from 1%, red from 5%.',
      measure: 'rate_limit_rate',
    },
    {
      id: 5,
      title: 'Retried requests',
      description: 'Failed calls after which the parent span called the same model again.',
      measure: 'retried_requests',
    },
    {
      id: 6,
      title: 'Wasted',
      description: 'US dollars spent on calls that failed, retried or not, or were cut off at the token limit.',
      measure: 'wasted_cost',
      links: [linkTo('costAttribution')],
    },
  ]);
}

const rateBy = (
  id: number,
  dimension: NamedDimensionId,
  measure: 'error_rate' | 'rate_limit_rate',
  title: string,
  what: string
) =>
  timeseries(
    {
      ...{ id, title, width: 8, height: 10, measure },
      description: `${what} divided by all calls per interval, for the ${named} with the most calls; the rest is "other".`,
      query: series(measure, 'requests').groupBy(dimension).top(named, 'requests').select(measure),
      links: [
        linkTo('reliability', { [dimension]: ofSeries(dimension) }),
        linkTo('latency', { [dimension]: ofSeries(dimension) }),
      ],
    },
    legends.highest
  );

function errors() {
  const titles = [
    'Rate limit errors',
    'Timeouts',
    'Server errors',
    'Context overflow errors',
    'Authentication errors',
    'Content filter errors',
    'Other errors',
  ];
  return [
    withColors(
      stacked({
        width: 16,
        height: 10,
        id: 7,
        title: 'Errors by class',
        description:
          'Failed calls per interval by why they failed: each has one class, so that the bars add up to all errors.',
        measure: 'errors',
        query: series(...classes),
      }),
      titles
    ),
    rateBy(panels.errorRateByFeature, 'feature', 'error_rate', 'Error rate by feature', 'Failed calls'),
    rateBy(9, 'provider', 'error_rate', 'Error rate by provider', 'Failed calls'),
    rateBy(
      panels.rateLimitsByProvider,
      'provider',
      'rate_limit_rate',
      'Rate limits by provider',
      'Calls rejected with a rate limit'
    ),
    rateBy(11, 'model', 'error_rate', 'Error rate by model', 'Failed calls'),
  ];
}

function places() {
  return [
    table(
      {
        width: 24,
        height: 9,
        id: 12,
        title: 'Models',
        description: 'The 50 models with the most calls in the time range, and why their calls failed.',
        query: rows('errors', 'error_rate', 'requests', ...classes.slice(0, 4), 'retried_requests', 'truncations')
          .groupBy('provider', 'model')
          .top(50, 'requests'),
      },
      {
        links: {
          Model: [linkTo('latency', { model: ofCell() })],
          Provider: [linkTo('reliability', { provider: ofCell() })],
        },
      }
    ),
    spansTable({
      width: 24,
      height: 10,
      id: 13,
      title: 'Latest failed calls',
      description: 'The 25 latest calls that failed, with the class of the error; its text is in the trace.',
      missing: 'No call failed in the time range.',
      query: spans({
        groupBy: ['feature', 'provider', 'model', 'error_class', 'service'],
        columns: ['duration', 'input_tokens', 'cost'],
        conditions: [{ on: 'failed' }],
        orderBy: 'time',
        limit: 25,
      }),
    }),
  ];
}

function ends() {
  const third = { width: 8, height: 10 };
  return [
    withColors(
      stacked({
        ...third,
        id: 14,
        title: 'Finish reasons',
        description:
          'Model calls per interval by why the model stopped; "unknown" says nothing, such as embeddings and failed calls.',
        measure: 'requests',
        query: series('requests').groupBy('finish_reason').top(named, 'requests'),
      }),
      ['stop', 'length', 'tool_calls', 'content_filter']
    ),
    withColors(
      stacked({
        ...third,
        id: 15,
        title: 'Guardrail verdicts',
        description: 'Inputs and outputs that a guardrail checked per interval, by its verdict.',
        measure: 'guardrail_checks',
        query: series('guardrail_checks').groupBy('verdict').top(named, 'guardrail_checks'),
      }),
      ['allow', 'deny']
    ),
    timeseries(
      {
        ...third,
        id: 16,
        title: 'Guardrail violation rate by feature',
        description: 'Checks that ended in a denial, a block or a failure, divided by all checks per interval.',
        measure: 'guardrail_violation_rate',
        query: series('guardrail_violation_rate', 'guardrail_checks')
          .groupBy('feature')
          .top(named, 'guardrail_checks')
          .select('guardrail_violation_rate'),
        links: [linkTo('quality', { feature: ofSeries('feature') })],
      },
      legends.highest
    ),
  ];
}

function quality() {
  return [
    timeseries(
      {
        width: 12,
        height: 10,
        id: panels.callsByService,
        title: 'Calls by service',
        description: `Model calls per interval, for the ${named} services with the most. A line that ends is a service that went silent.`,
        measure: 'requests',
        query: series('requests').groupBy('service').top(named, 'requests'),
        links: [linkTo('reliability', { service: ofSeries('service') })],
      },
      legends.totals
    ),
    table(
      {
        width: 12,
        height: 10,
        id: panels.coverage,
        title: 'What services report',
        description:
          'For the 50 services with the most requests: share of them that report their feature and prompt version, and of successful ones that report tokens and whose cost is known in full.',
        query: rows('requests', 'feature_coverage', 'token_coverage', 'prompt_coverage', 'priced_share')
          .groupBy('service')
          .top(50, 'requests'),
      },
      {
        headings: {
          feature_coverage: 'Feature',
          token_coverage: 'Tokens',
          prompt_coverage: 'Prompt',
          priced_share: 'Priced',
        },
        links: { Service: [linkTo('reliability', { service: ofCell() })] },
      }
    ),
    table({
      width: 24,
      height: 8,
      id: 21,
      title: 'Instrumentations',
      description:
        'gen_ai spans by the instrumentation that wrote them. Unclassified spans are of none that is known, and are read by the OpenTelemetry conventions.',
      query: rows('spans', 'error_spans', 'unclassified_spans').groupBy('instrumentation', 'service').top(30, 'spans'),
    }),
  ];
}
