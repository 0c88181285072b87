import type { Dashboard } from '@grafana/grafana-foundation-sdk/dashboard';

import { dashboards } from '../../../src/engine/alerts/dashboards.ts';
import { asking } from './ask.ts';
import { dashboardOf } from './dashboard.ts';
import { linkTo, ofCell, ofSeries } from './links.ts';
import { narrowing } from './narrowing.ts';
import { answerTable, firstRows, legends, stacked, strip, table, timeseries, withColors } from './panels/index.ts';
import { QueryTarget } from './query.ts';

const { panels } = dashboards.caching;
const { table: rows, series, filters } = asking(narrowing.caching);

const named = 8;

/** Builds the dashboard on what is answered from caches, and what could be. */
export const caching = (): Dashboard =>
  dashboardOf('caching', {
    description:
      'What providers and gateways answer from caches, what that saves, and what a semantic cache could save.',
    next: ['costAttribution', 'tokens', 'prompts'],
    rows: [
      { title: 'Caches', panels: [...numbers(), ...overTime()] },
      { title: 'Who uses them', panels: tables() },
      { title: 'What a semantic cache could save (reads prompts)', collapsed: true, panels: opportunity() },
    ],
  });

function numbers() {
  return strip(rows, [
    {
      id: 1,
      title: 'Cache hit rate',
      description: 'Input tokens read from the provider’s cache divided by all input tokens.',
      measure: 'cache_hit_rate',
    },
    {
      id: 2,
      title: 'Saved',
      description: 'What the tokens that were read from the cache would have cost more at the full price of input.',
      measure: 'cache_savings',
    },
    {
      id: 3,
      title: 'Cached requests',
      description: 'Calls with some input that the provider read from its cache.',
      measure: 'cached_requests',
    },
    {
      id: 4,
      title: 'Tokens read',
      description: 'Input tokens that the provider read from its cache.',
      measure: 'cache_read_tokens',
    },
    {
      id: 5,
      title: 'Tokens written',
      description: 'Input tokens that the provider wrote to its cache, which some providers charge more for.',
      measure: 'cache_write_tokens',
    },
    {
      id: 6,
      title: 'Requests',
      description: 'Model calls in the time range, with cached input or not.',
      measure: 'requests',
    },
  ]);
}

function overTime() {
  const third = { width: 8, height: 10 };
  const kinds = ['Cache read tokens', 'Cache write tokens'];
  return [
    timeseries(
      {
        ...third,
        id: panels.hitRateByFeature,
        title: 'Prompt cache hit rate by feature',
        description: `Input tokens read from the cache divided by all input tokens per interval, for the ${named} features with the most input. A fall is often a changed beginning of the prompt.`,
        measure: 'cache_hit_rate',
        query: series('cache_hit_rate', 'input_tokens')
          .groupBy('feature')
          .top(named, 'input_tokens')
          .select('cache_hit_rate'),
        links: [linkTo('prompts', { feature: ofSeries('feature') })],
      },
      legends.lowest
    ),
    stacked({
      ...third,
      id: 8,
      title: 'Saved by model',
      description: 'US dollars per interval that tokens read from the cache would have cost more, by model.',
      measure: 'cache_savings',
      query: series('cache_savings').groupBy('model').top(named, 'cache_savings'),
      links: [linkTo('costAttribution', { model: ofSeries('model') })],
    }),
    withColors(
      timeseries(
        {
          ...third,
          id: 9,
          title: 'Read and written tokens',
          description: 'Input tokens per interval that providers read from their caches and wrote to them.',
          measure: 'cache_read_tokens',
          query: series('cache_read_tokens', 'cache_write_tokens'),
          links: [linkTo('tokens')],
        },
        legends.totals
      ),
      kinds
    ),
  ];
}

function tables() {
  const cached = [
    'cache_savings',
    'cache_hit_rate',
    'cached_requests',
    'requests',
    'cache_read_tokens',
    'cache_write_tokens',
  ] as const;
  return [
    table(
      {
        width: 24,
        height: 9,
        id: 10,
        title: 'Models',
        description:
          'What each model’s calls read from and wrote to the provider’s cache, and what that saved, for the 50 with the most calls.',
        missing: 'No model calls match the time range and the filters.',
        query: rows(...cached)
          .groupBy('provider', 'model')
          .top(50, 'requests'),
      },
      { links: { Model: [linkTo('costAttribution', { model: ofCell() })] } }
    ),
    table(
      {
        width: 18,
        height: 10,
        id: 11,
        title: 'Features',
        description: 'What each feature’s calls read from and wrote to the provider’s cache, and what that saved.',
        missing: 'No model calls match the time range and the filters.',
        query: rows(...cached, 'response_cache_hits')
          .groupBy('feature')
          .top(20, 'requests'),
      },
      { links: { Feature: [linkTo('prompts', { feature: ofCell() })] } }
    ),
  ];
}

function opportunity() {
  const count = [{ id: 'unit', value: 'short' }];
  return [
    answerTable(
      {
        width: 24,
        height: 10,
        id: 12,
        title: 'Requests that a semantic cache could answer',
        description:
          'Requests whose prompt, or a similar one to the same model, came before in the time range: what a cache that recognizes similar prompts could answer. Prompts are hashed inside ClickHouse, and are read only while this row is open.',
        missing: 'No prompts to compare. Let the instrumentation record them, such as in gen_ai.input.messages.',
        query: new QueryTarget({
          ...{ version: 1, kind: 'semantic_cache', format: 'table' },
          ...{ groupBy: ['feature'], filters },
        }),
        titles: {
          Feature: [],
          Requests: count,
          'With content': count,
          'Distinct prompts': count,
          Repeated: count,
          Similar: count,
          'Avoidable requests': count,
          'Avoidable share': [{ id: 'unit', value: 'percentunit' }],
          'Avoidable tokens': count,
          'Avoidable cost': [{ id: 'unit', value: 'currencyUSD' }],
        },
      },
      { Feature: [linkTo('costAttribution', { feature: ofCell() })] }
    ).withTransformation(firstRows(50)),
  ];
}
