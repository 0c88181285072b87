import type { Dashboard } from '@grafana/grafana-foundation-sdk/dashboard';

import { dashboards } from '../../../src/engine/alerts/dashboards.ts';
import { asking, chosen } from './ask.ts';
import { dashboardOf } from './dashboard.ts';
import { linkTo, ofCell, ofSeries } from './links.ts';
import { narrowing } from './narrowing.ts';
import { alerts, answerTable, dataBar, legends, stacked, stat, strip, table, timeseries } from './panels/index.ts';
import { QueryTarget } from './query.ts';
import { evaluationVariable } from './variables.ts';

const { panels } = dashboards.overview;
const { table: rows, series, filters } = asking(narrowing.overview);

const named = 8;
const week = 7 * 86_400;

/** Builds the dashboard that says whether all is well, and what is not. */
export const overview = (): Dashboard =>
  dashboardOf('overview', {
    description:
      'Are the LLM features healthy: traffic, errors, latency, spending, quality, alerts, and what has changed.',
    refresh: '1m',
    choices: [evaluationVariable()],
    next: ['costAttribution', 'latency', 'quality', 'reliability'],
    rows: [
      { title: 'Now', panels: [...numbers(), ...spending()] },
      { title: 'By feature', panels: byFeature() },
      { title: 'What changed', panels: changed() },
    ],
  });

function numbers() {
  return strip(rows, [
    {
      id: panels.requests,
      title: 'Requests',
      description: 'Model calls in the time range, including failed ones; each counted once.',
      measure: 'requests',
      links: [linkTo('reliability')],
    },
    {
      id: panels.errorRate,
      title: 'Error rate',
      description: 'Failed calls divided by all calls. Orange from 2%, red from 10%.',
      measure: 'error_rate',
      links: [linkTo('reliability')],
    },
    {
      id: panels.latencyP95,
      title: 'Latency p95',
      description: '95th percentile of call durations, including failed calls.',
      measure: 'latency_p95',
      links: [linkTo('latency')],
    },
    {
      id: panels.firstTokenP95,
      title: 'First token p95',
      description: '95th percentile of the time to first token of streamed calls.',
      measure: 'ttft_p95',
      missing: 'none streamed',
      links: [linkTo('latency')],
    },
    {
      id: panels.spend,
      title: 'Spend',
      description: 'US dollars in the time range, reported or estimated; calls without a cost are not included.',
      measure: 'cost',
      missing: '–',
      links: [linkTo('costAttribution')],
    },
    {
      id: panels.meanScore,
      title: 'Mean score',
      description: 'Mean of the scores of the chosen evaluation that were given in the time range, on its own scale.',
      measure: chosen('score_mean'),
      missing: 'no scores',
      links: [linkTo('quality')],
    },
  ]);
}

function spending() {
  const amount = { width: 6, height: 7, measure: 'cost', missing: '–', links: [linkTo('budgets')] } as const;
  return [
    stat({
      ...amount,
      id: 7,
      title: 'Spend today',
      description: 'US dollars since midnight in the time zone of the dashboard, whatever its time range.',
      timeFrom: 'now/d',
      query: rows('cost'),
    }),
    stat({
      ...amount,
      id: 8,
      title: 'Spend this month',
      description:
        'US dollars since the first of the month in the time zone of the dashboard, whatever its time range.',
      timeFrom: 'now/M',
      query: rows('cost'),
    }),
    alerts({
      width: 12,
      height: 7,
      id: 9,
      title: 'Alerts',
      description:
        'Instances of the rules in the folder "GenAI Observability" that are firing, pending or failing to evaluate. Empty is good, once the rules are provisioned.',
    }),
  ];
}

function byFeature() {
  const third = { width: 8, height: 10 };
  return [
    stacked({
      ...third,
      id: 10,
      title: 'Spend by feature',
      description: `Cost per interval of the ${named} most expensive features in the time range; the rest is "other".`,
      measure: 'cost',
      query: series('cost').groupBy('feature').top(named, 'cost'),
      links: [linkTo('costAttribution', { feature: ofSeries('feature') })],
    }),
    timeseries(
      {
        ...third,
        id: 11,
        title: 'Error rate by feature',
        description: `Failed calls divided by all calls per interval, for the ${named} features with the most calls.`,
        measure: 'error_rate',
        query: series('error_rate', 'requests').groupBy('feature').top(named, 'requests').select('error_rate'),
        links: [linkTo('reliability', { feature: ofSeries('feature') })],
      },
      legends.highest
    ),
    timeseries(
      {
        ...third,
        id: 12,
        title: 'Mean score by feature: $evaluation',
        description: `Mean of the scores given per interval, for the ${named} features with the most scores. The legend begins with the lowest.`,
        measure: 'score_mean',
        query: series(chosen('score_mean'), chosen('score_count'))
          .groupBy('feature')
          .top(named, 'score_count')
          .select('score_mean'),
        links: [linkTo('quality', { feature: ofSeries('feature') })],
      },
      legends.lowest
    ),
  ];
}

function changed() {
  const ratio = (id: 'cost' | 'requests' | 'cost_per_request' | 'latency_p95') => ({
    id,
    compare: 'ratio' as const,
    name: `${id}_ratio`,
  });
  return [
    table(
      {
        width: 16,
        height: 11,
        id: panels.changes,
        title: 'Last 24 hours against a week before',
        description:
          'The last 24 hours of the 30 most expensive features, whatever the time range, divided by the same hours a week before: 100% is no change. Errors are the difference of the two rates. A dash is a feature that had none then.',
        timeFrom: '24h',
        query: rows('cost', ratio('cost'), ratio('requests'), ratio('cost_per_request'), ratio('latency_p95'), {
          id: 'error_rate',
          compare: 'difference',
          name: 'error_difference',
        })
          .groupBy('feature')
          .top(30, 'cost')
          .baseline(week),
      },
      {
        headings: {
          cost_ratio: 'Cost ratio',
          requests_ratio: 'Calls ratio',
          cost_per_request_ratio: 'Each ratio',
          latency_p95_ratio: 'p95 ratio',
          error_difference: 'Errors ±',
        },
        links: { Feature: [linkTo('costAttribution', { feature: ofCell() })] },
      }
    ).overrideByName('Cost', dataBar),
    answerTable({
      width: 8,
      height: 11,
      id: panels.events,
      title: 'Events',
      description:
        'Deployments of prompt versions, features that began or ceased to use a model, bursts of errors, and evaluators that changed, in the time range. An event needs ten requests or scores.',
      missing: 'Nothing changed in the time range.',
      query: new QueryTarget({
        ...{ version: 1, kind: 'events', format: 'table' },
        events: ['prompt_deployments', 'model_changes', 'error_bursts', 'evaluator_changes'],
        filters,
      }),
      titles: {
        time: [{ id: 'displayName', value: 'When' }],
        title: [{ id: 'displayName', value: 'What' }],
      },
      hidden: ['timeEnd', 'text', 'tags', 'id'],
    }),
  ];
}
