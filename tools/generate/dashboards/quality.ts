import {
  DashboardBuilder,
  DashboardCursorSync,
  RowBuilder,
  type Dashboard,
} from '@grafana/grafana-foundation-sdk/dashboard';

import { dashboards } from '../../../src/engine/alerts/dashboards.ts';
import type { DimensionId } from '../../../src/engine/catalogue/dimensions/index.ts';
import { measures, type MeasureId } from '../../../src/engine/catalogue/measures/index.ts';
import type { Format, MeasureRef } from '../../../src/engine/query/model.ts';
import { heatmap, stat, table, timeseries } from './panels.ts';
import { MeasureQueryBuilder } from './query.ts';
import { promptDeployments } from './annotations.ts';
import { evaluationVariable, filters, variables } from './variables.ts';

const { uid, panels } = dashboards.quality;

/** Scores below this are low. Each panel has the number in its query. */
const low = 3.5;
const named = 8;

/** Selects a measure of the evaluation that the dashboard's variable chooses; its column has the measure's name. */
const chosen = (id: MeasureId, more: Partial<MeasureRef> = {}): MeasureRef => ({
  id,
  evaluation: '$evaluation',
  name: id,
  ...more,
});
const lowShare = chosen('score_low_share', { bound: low });

const ask = (format: Format, ...measures: (MeasureId | MeasureRef)[]) =>
  new MeasureQueryBuilder(format, ...measures).filters(filters());

/** Titles of the chosen evaluation's columns, without its name, which the row above shows. */
const titles: Partial<Record<MeasureId, string>> = {
  score_count: 'Scores',
  score_mean: 'Mean score',
  score_p10: 'Score p10',
  score_low_share: `Under ${low}`,
  pass_rate: 'Pass rate',
};

const calcs = [
  { calc: 'mean', title: 'Mean' },
  { calc: 'min', title: 'Min' },
];

/** Builds the dashboard on the quality of answers: every evaluation by feature, model and prompt version; guardrails; user feedback. */
export function quality(): Dashboard {
  const dashboard = new DashboardBuilder('GenAI quality')
    .uid(uid)
    .description('Evaluation scores by feature, model and prompt version, plus guardrails and user feedback.')
    .tags(['genai-observability'])
    .time({ from: 'now-24h', to: 'now' })
    .refresh('1m')
    .tooltip(DashboardCursorSync.Crosshair)
    .variables([...variables(), evaluationVariable()])
    .annotation(promptDeployments());

  dashboard.withRow(new RowBuilder('$evaluation').id(101));
  totals().forEach((panel) => dashboard.withPanel(panel));
  overTime().forEach((panel) => dashboard.withPanel(panel));
  dashboard.withRow(new RowBuilder('Prompt versions and models').id(102));
  versions().forEach((panel) => dashboard.withPanel(panel));
  dashboard.withRow(new RowBuilder('All evaluations').id(103));
  all().forEach((panel) => dashboard.withPanel(panel));
  dashboard.withRow(new RowBuilder('Guardrails and users').id(104));
  others().forEach((panel) => dashboard.withPanel(panel));
  return dashboard.build();
}

function totals() {
  const size = { width: 4, height: 4 };
  const number = (id: number, title: string, description: string, ref: MeasureRef) =>
    stat({ ...size, id, title, description, measure: ref.id, query: ask('table', ref) });
  return [
    number(panels.meanScore, 'Mean score', 'Mean of the scores given in the time range.', chosen('score_mean')),
    number(
      panels.scoreP10,
      'Score p10',
      'The worst tenth of scores lie below it; a mean hides them.',
      chosen('score_p10')
    ),
    number(panels.lowShare, `Under ${low}`, `Share of scores below ${low}. Change "bound" in the query.`, lowShare),
    number(
      panels.passRate,
      'Pass rate',
      'Share of evaluations that passed, among those with a pass or fail result.',
      chosen('pass_rate')
    ),
    number(panels.scores, 'Scores', 'Number of scores given in the time range.', chosen('score_count')),
    number(
      panels.coverage,
      'Coverage',
      'Scores divided by requests. A mean of few scores says little about the rest.',
      chosen('evaluation_coverage')
    ),
  ];
}

function overTime() {
  const half = { width: 12, height: 9 };
  const byFeature = (ref: MeasureRef) =>
    ask('timeseries', ref, chosen('score_count')).groupBy('feature').top(named, 'score_count').select(ref.id);
  return [
    timeseries(
      {
        ...half,
        id: panels.meanScoreByFeature,
        title: 'Mean score by feature',
        description: `On the evaluation's own scale, at the time the scores were given, for the ${named} features with the most scores.`,
        measure: 'score_mean',
        query: byFeature(chosen('score_mean')),
      },
      calcs
    ).maxDataPoints(96),
    heatmap({
      ...half,
      id: panels.scoreSpread,
      title: 'Score distribution',
      description: 'Scores per interval, in steps of a quarter. Two bands mean two kinds of answers.',
      measure: 'score_mean',
      query: ask('heatmap', chosen('score_mean')),
    }).maxDataPoints(96),
    timeseries(
      {
        ...half,
        id: panels.lowShareByFeature,
        title: `Share of scores under ${low} by feature`,
        description: 'Rises before the mean falls.',
        measure: 'score_low_share',
        query: byFeature(lowShare),
      },
      [
        { calc: 'mean', title: 'Mean' },
        { calc: 'max', title: 'Max' },
      ]
    ).maxDataPoints(96),
    timeseries(
      {
        ...half,
        id: panels.coverageByFeature,
        title: 'Coverage by feature',
        description: 'Scores divided by requests. Scores arrive late, so the last minutes are always low.',
        measure: 'evaluation_coverage',
        query: ask('timeseries', chosen('evaluation_coverage'), 'requests')
          .groupBy('feature')
          .top(named, 'requests')
          .select('evaluation_coverage'),
      },
      calcs
    ).maxDataPoints(96),
  ];
}

function versions() {
  const scored = (...dimensions: DimensionId[]) =>
    ask(
      'table',
      chosen('score_count'),
      chosen('score_mean'),
      chosen('score_p10'),
      lowShare,
      chosen('pass_rate')
    ).groupBy(...dimensions);
  return [
    timeseries(
      {
        width: 24,
        height: 9,
        id: panels.meanScoreByPromptVersion,
        title: 'Mean score by prompt version',
        description: 'Look for a version that replaces another one and scores lower.',
        measure: 'score_mean',
        query: ask('timeseries', chosen('score_mean'), chosen('score_count'))
          .groupBy('prompt', 'prompt_version')
          .top(12, 'score_count')
          .select('score_mean'),
      },
      calcs
    ).maxDataPoints(96),
    shortTitles(
      table({
        width: 13,
        height: 10,
        id: panels.promptVersions,
        title: 'Prompt versions',
        description: 'Compare versions of the same prompt, and note how many scores each has.',
        query: scored('prompt', 'prompt_version'),
      })
    ).overrideByName('Prompt', [{ id: 'custom.minWidth', value: 140 }]),
    shortTitles(
      table({
        width: 11,
        height: 10,
        id: panels.models,
        title: 'Models',
        description: 'Scores of the calls to each model.',
        query: scored('model'),
      })
    ).overrideByName('Model', [{ id: 'custom.minWidth', value: 150 }]),
  ];
}

function shortTitles(panel: ReturnType<typeof table>): ReturnType<typeof table> {
  Object.entries(titles).forEach(([id, title]) =>
    panel.overrideByRegexp(`/^${measures[id as MeasureId].title} \\(/`, [{ id: 'displayName', value: title }])
  );
  return panel;
}

function all() {
  return [
    table({
      width: 24,
      height: 7,
      id: panels.evaluations,
      title: 'Evaluations',
      description:
        'Every evaluation with results in the time range. An evaluation that only gives labels has no scores.',
      query: ask('table', 'evaluation_count', 'score_count', 'score_mean', 'score_p10', 'pass_rate').groupBy(
        'evaluation'
      ),
    }),
  ];
}

function others() {
  const half = { width: 12, height: 9 };
  return [
    timeseries(
      {
        ...half,
        id: panels.guardrailViolations,
        title: 'Guardrail violations by feature',
        description: 'Guardrail checks per interval that ended in a denial, a block or a failure.',
        measure: 'guardrail_violations',
        query: ask('timeseries', 'guardrail_violations').groupBy('feature').top(named, 'guardrail_violations'),
      },
      [
        { calc: 'sum', title: 'Total' },
        { calc: 'max', title: 'Max' },
      ]
    ).maxDataPoints(96),
    timeseries(
      {
        ...half,
        id: panels.userFeedback,
        title: 'User feedback',
        description: 'Share of thumbs-up ratings (evaluation "user_feedback"), by feature.',
        measure: 'pass_rate',
        query: ask(
          'timeseries',
          { id: 'pass_rate', evaluation: 'user_feedback', name: 'pass_rate' },
          { id: 'evaluation_count', evaluation: 'user_feedback', name: 'answers' }
        )
          .groupBy('feature')
          .top(named, 'answers')
          .select('pass_rate'),
      },
      calcs
    ).maxDataPoints(48),
  ];
}
