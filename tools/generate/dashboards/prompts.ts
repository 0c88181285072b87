import type { Dashboard } from '@grafana/grafana-foundation-sdk/dashboard';
import { VariableSort } from '@grafana/grafana-foundation-sdk/dashboard';

import { dashboards } from '../../../src/engine/alerts/dashboards.ts';
import type { Filter, MeasureRef } from '../../../src/engine/query/model.ts';
import { asking, chosen } from './ask.ts';
import { dashboardOf } from './dashboard.ts';
import { linkTo, ofSeries } from './links.ts';
import { narrowing } from './narrowing.ts';
import { answerTable, legends, spansTable, strip, table, timeseries } from './panels/index.ts';
import { QueryTarget } from './query.ts';
import { evaluationVariable, oneOf } from './variables.ts';

const { panels } = dashboards.prompts;

/** The dashboard is about one prompt, because versions of different prompts are not compared. */
const ofPrompt: Filter = { dimension: 'prompt', operator: 'in', values: ['$chosen_prompt'] };
const { table: rows, series, spans, filters } = asking(narrowing.prompts);

/** Scores below this are low. */
const low = 3.5;

const known: Filter = { dimension: 'prompt', operator: 'not_in', values: ['unknown'] };
/** A link from a feature leads to the feature's prompts. */
const ofFeature: Filter = { dimension: 'feature', operator: 'in', values: ['$feature'] };
const version = (values: string[], operator: Filter['operator'] = 'in'): Filter => ({
  ...{ dimension: 'prompt_version', operator },
  values,
});

/** Builds the dashboard on what a new version of a prompt changed, and whether to go back. */
export const prompts = (): Dashboard =>
  dashboardOf('prompts', {
    description: 'What a new version of a prompt changed in quality, cost and latency, and whether to roll it back.',
    choices: [
      oneOf('chosen_prompt', 'Prompt', 'prompt', [known, ofFeature]).description(
        'The prompt whose versions are compared'
      ),
      oneOf('version_b', 'Version B', 'prompt_version', [ofPrompt])
        .description('The version that is judged; by default the latest by name')
        .sort(VariableSort.NaturalDesc),
      oneOf('version_a', 'Version A', 'prompt_version', [ofPrompt, version(['$version_b'], 'not_in')])
        .description('The version that B is compared with; by default the one before by name')
        .sort(VariableSort.NaturalDesc),
      evaluationVariable(),
    ],
    next: ['quality', 'conversations', 'costAttribution'],
    rows: [
      { title: '$chosen_prompt: $version_b', panels: [...numbers(), ...compared()] },
      { title: 'Versions over time', panels: overTime() },
      { title: 'Evidence', panels: evidence() },
    ],
  });

function numbers() {
  const ask = (...measures: MeasureRef[]) => rows(...measures).filters([ofPrompt, version(['$version_b'])]);
  return strip(ask, [
    {
      id: 1,
      title: 'Requests',
      description: 'Model calls with version B of the prompt, in the time range.',
      measure: 'requests',
    },
    {
      id: 2,
      title: 'Mean score',
      description: 'Mean of the chosen evaluation’s scores of answers of version B, given in the time range.',
      measure: chosen('score_mean'),
      missing: 'no scores',
    },
    {
      id: 3,
      title: `Under ${low}`,
      description: `Share of the chosen evaluation’s scores of version B below ${low}. Change "bound" in the query of "Requests".`,
      measure: chosen('score_low_share', { bound: low }),
      missing: 'no scores',
    },
    {
      id: 4,
      title: 'Cost per request',
      description: 'Mean cost of calls of version B that have a cost.',
      measure: 'cost_per_request',
      missing: '–',
    },
    {
      id: 5,
      title: 'Latency p95',
      description: '95th percentile of the durations of calls of version B.',
      measure: 'latency_p95',
    },
    {
      id: 6,
      title: 'Error rate',
      description: 'Failed calls divided by all calls of version B.',
      measure: 'error_rate',
    },
  ]);
}

function compared() {
  const number = [{ id: 'decimals', value: 3 }];
  return [
    answerTable({
      width: 24,
      height: 12,
      id: panels.comparison,
      title: '$version_b (B) compared with $version_a (A)',
      description:
        'Every measure of both versions over the same time range. Means are compared by Welch’s t-test and shares by a z-test, two-sided at 5%; the interval is that of B minus A. With fewer than 30 values of either, the verdict is "not enough data".',
      missing:
        'Choose two versions of the prompt. Versions are read from gen_ai.prompt.name and gen_ai.prompt.version.',
      query: new QueryTarget({
        ...{ version: 1, kind: 'prompt_compare', format: 'table' },
        ...{ prompt: '$chosen_prompt', a: '$version_a', b: '$version_b', filters },
      }),
      titles: {
        Measure: [],
        Verdict: [verdicts],
        A: number,
        B: number,
        'B − A': number,
        '95% CI from': number,
        '95% CI to': number,
        p: number,
        'Values, A': [{ id: 'unit', value: 'short' }],
        'Values, B': [{ id: 'unit', value: 'short' }],
        Unit: [units],
      },
    }),
  ];
}

/** Says Grafana's units in words. */
const units = {
  id: 'mappings',
  value: [
    {
      type: 'value',
      options: Object.fromEntries(
        Object.entries({ percentunit: 'share', s: 'seconds', currencyUSD: 'USD', short: 'number', none: '' }).map(
          ([unit, text], index) => [unit, { index, text }]
        )
      ),
    },
  ],
};

/** Colors the verdicts that ask for something to be done. */
const verdicts = {
  id: 'mappings',
  value: [
    {
      type: 'value',
      options: {
        better: { index: 0, text: 'better', color: 'green' },
        worse: { index: 1, text: 'worse', color: 'red' },
      },
    },
  ],
};

function overTime() {
  const third = { width: 8, height: 10 };
  const byVersion = (...measures: (MeasureRef | 'requests')[]) =>
    series(...measures)
      .filters([ofPrompt])
      .groupBy('prompt_version')
      .top(10, 'requests');
  const links = [
    linkTo('prompts', { prompt_version: ofSeries('prompt_version') }),
    linkTo('quality', { prompt_version: ofSeries('prompt_version') }),
  ];
  const of = (ref: MeasureRef) => byVersion(ref, 'requests').select(ref.name ?? ref.id);
  return [
    timeseries(
      {
        ...third,
        id: 7,
        title: 'Requests by version',
        description: 'Model calls per interval, for the ten versions of the prompt with the most.',
        measure: 'requests',
        query: byVersion('requests'),
        links,
      },
      legends.totals
    ),
    timeseries(
      {
        ...third,
        id: 8,
        title: 'Mean score by version: $evaluation',
        description: 'Mean of the chosen evaluation’s scores per interval. The legend begins with the lowest.',
        measure: 'score_mean',
        query: of(chosen('score_mean')),
        links,
      },
      legends.lowest
    ).maxDataPoints(96),
    timeseries(
      {
        ...third,
        id: 9,
        title: `Share under ${low} by version: $evaluation`,
        description: `Scores below ${low} divided by all scores per interval.`,
        measure: 'score_low_share',
        query: of(chosen('score_low_share', { bound: low })),
        links,
      },
      legends.highest
    ).maxDataPoints(96),
    timeseries(
      {
        ...third,
        id: 10,
        title: 'Cost per request by version',
        description: 'Mean cost per interval of calls that have a cost. A step up points to a longer prompt.',
        measure: 'cost_per_request',
        query: of({ id: 'cost_per_request' }),
        links,
      },
      legends.highest
    ),
    timeseries(
      {
        ...third,
        id: 11,
        title: 'Latency p95 by version',
        description: '95th percentile of call durations per interval.',
        measure: 'latency_p95',
        query: of({ id: 'latency_p95' }),
        links,
      },
      legends.highest
    ),
    timeseries(
      {
        ...third,
        id: 12,
        title: 'Error rate by version',
        description: 'Failed calls divided by all calls per interval.',
        measure: 'error_rate',
        query: of({ id: 'error_rate' }),
        links,
      },
      legends.highest
    ),
  ];
}

function evidence() {
  const time = [{ id: 'unit', value: 'dateTimeAsIso' }];
  return [
    answerTable({
      width: 24,
      height: 8,
      id: 13,
      title: 'Versions of $chosen_prompt',
      description:
        'When each version was deployed, by the registry of prompts or else when it was first seen, and first and last seen in the time range, with its requests.',
      missing: 'No versions. Write gen_ai.prompt.name and gen_ai.prompt.version on the span of the call.',
      query: new QueryTarget({
        ...{ version: 1, kind: 'prompt_versions', format: 'table' },
        filters: [...filters, ofPrompt],
      }),
      titles: {
        Prompt: [],
        Version: [],
        'First seen': time,
        'Last seen': time,
        Requests: [{ id: 'unit', value: 'short' }],
        Owner: [],
        'Deployment source': [],
      },
      hidden: ['time', 'title', 'text', 'tags', 'Hash'],
    }),
    spansTable({
      width: 24,
      height: 10,
      id: panels.worstAnswers,
      title: 'Worst answers of $version_b: $evaluation',
      description:
        'The ten calls of version B with the lowest mean of the chosen evaluation’s scores. The trace shows what was asked and answered to those who may read it.',
      missing: 'No scored answers of this version in the time range.',
      query: spans({
        groupBy: ['feature', 'model', 'prompt_version', 'conversation'],
        columns: ['score', 'duration', 'output_tokens', 'cost'],
        filters: [ofPrompt, version(['$version_b'])],
        evaluation: '$evaluation',
        // Any score fulfils it: calls without one would fill the rest of the list.
        conditions: [{ on: 'column', column: 'score', operator: '>=', value: -1e9 }],
        orderBy: 'score',
        direction: 'asc',
        limit: 10,
      }),
    }),
    table(
      {
        width: 24,
        height: 8,
        id: 15,
        title: 'Each version and the one before it',
        description:
          'Requests and scores by the version and by the version that most requests used before it came into use, within the last 14 days: what a roll-back goes back to.',
        query: rows('requests', chosen('score_count'), chosen('score_mean'), 'cost_per_request', 'error_rate')
          .filters([ofPrompt])
          .groupBy('prompt_version', 'previous_prompt_version')
          .top(20, 'requests'),
      },
      { headings: { score_count: 'Scores', score_mean: 'Mean score' } }
    ),
  ];
}
