import type { Dashboard } from '@grafana/grafana-foundation-sdk/dashboard';

import { dashboards } from '../../../src/engine/alerts/dashboards.ts';
import type { NamedDimensionId } from '../../../src/engine/catalogue/dimensions/index.ts';
import type { MeasureRef } from '../../../src/engine/query/model.ts';
import { asking, chosen } from './ask.ts';
import { dashboardOf } from './dashboard.ts';
import { linkTo, ofCell, ofRow, ofSeries } from './links.ts';
import { common, narrowing } from './narrowing.ts';
import { heatmap, legends, spansTable, stacked, strip, table, timeseries } from './panels/index.ts';
import { evaluationVariable } from './variables.ts';

const { panels } = dashboards.quality;
const { table: rows, series, heatmap: spread, spans } = asking(narrowing.quality);
/** Guardrails check answers of any prompt, and their spans name none. */
const { series: checks } = asking(common);

/** Scores below this are low. Each panel has the number in its query. */
const low = 3.5;
const named = 8;

const lowShare = chosen('score_low_share', { bound: low });

/** Headings of the chosen evaluation's columns, without its name, which the row above shows. */
const headings = {
  score_count: 'Scores',
  score_mean: 'Mean',
  score_p10: 'Score p10',
  score_low_share: `Under ${low}`,
  pass_rate: 'Pass rate',
};

/** Headings where each row has the name of its evaluation. */
const ofAll = { evaluation_count: 'Results', score_mean: 'Mean', score_p10: 'p10' };

/** Builds the dashboard on the quality of answers: every evaluation by feature, model and prompt version; guardrails; user feedback. */
export const quality = (): Dashboard =>
  dashboardOf('quality', {
    description: 'Evaluation scores by feature, model and prompt version, plus guardrails and user feedback.',
    choices: [evaluationVariable()],
    next: ['prompts', 'conversations', 'reliability'],
    rows: [
      { title: '$evaluation', panels: [...totals(), ...overTime()] },
      { title: 'Prompt versions and models', panels: versions() },
      { title: 'Worst answers', panels: worst() },
      { title: 'All evaluations', panels: all() },
      { title: 'Guardrails and users', panels: others() },
    ],
  });

function totals() {
  return strip(rows, [
    {
      id: panels.meanScore,
      title: 'Mean score',
      description: 'Mean of the scores given in the time range, on the evaluation’s own scale.',
      measure: chosen('score_mean'),
      missing: 'no scores',
    },
    {
      id: panels.scoreP10,
      title: 'Score p10',
      description: 'The worst tenth of scores lie below it; a mean hides them.',
      measure: chosen('score_p10'),
      missing: 'no scores',
    },
    {
      id: panels.lowShare,
      title: `Under ${low}`,
      description: `Share of scores below ${low}. Change "bound" in the query of "Mean score" to your own scale.`,
      measure: lowShare,
      missing: 'no scores',
    },
    {
      id: panels.passRate,
      title: 'Pass rate',
      description: 'Share of evaluations that passed, among those with a pass or fail result.',
      measure: chosen('pass_rate'),
      missing: 'no labels',
    },
    {
      id: panels.scores,
      title: 'Scores',
      description: 'Number of scores given in the time range.',
      measure: chosen('score_count'),
    },
    {
      id: panels.coverage,
      title: 'Coverage',
      description: 'Scores divided by requests. A mean of few scores says little about the rest.',
      measure: chosen('evaluation_coverage'),
    },
  ]);
}

function overTime() {
  const half = { width: 12, height: 10 };
  const byFeature = (ref: MeasureRef) =>
    series(ref, chosen('score_count')).groupBy('feature').top(named, 'score_count').select(ref.id);
  const links = [
    linkTo('quality', { feature: ofSeries('feature') }),
    linkTo('prompts', { feature: ofSeries('feature') }),
  ];
  return [
    timeseries(
      {
        ...half,
        id: panels.meanScoreByFeature,
        title: 'Mean score by feature',
        description: `Mean of the scores given per interval, on the evaluation's own scale, for the ${named} features with the most scores. The legend begins with the lowest.`,
        measure: 'score_mean',
        query: byFeature(chosen('score_mean')),
        links,
      },
      legends.lowest
    ).maxDataPoints(96),
    heatmap({
      ...half,
      id: panels.scoreSpread,
      title: 'Score distribution',
      description: 'Scores per interval, in steps of a quarter. Two bands mean two kinds of answers.',
      measure: 'score_mean',
      query: spread(chosen('score_mean')),
    }),
    timeseries(
      {
        ...half,
        id: panels.lowShareByFeature,
        title: `Share of scores under ${low} by feature`,
        description: `Scores below ${low} divided by all scores per interval. It rises before the mean falls.`,
        measure: 'score_low_share',
        query: byFeature(lowShare),
        links,
      },
      legends.highest
    ).maxDataPoints(96),
    timeseries(
      {
        ...half,
        id: panels.coverageByFeature,
        title: 'Coverage by feature',
        description: 'Scores divided by requests. Scores arrive late, so the last minutes are always low.',
        measure: 'evaluation_coverage',
        query: series(chosen('evaluation_coverage'), 'requests')
          .groupBy('feature')
          .top(named, 'requests')
          .select('evaluation_coverage'),
        links,
      },
      legends.lowest
    ).maxDataPoints(96),
  ];
}

function versions() {
  const scored = (...dimensions: NamedDimensionId[]) =>
    rows(chosen('score_count'), chosen('score_mean'), chosen('score_p10'), lowShare, chosen('pass_rate')).groupBy(
      ...dimensions
    );
  return [
    timeseries(
      {
        width: 24,
        height: 10,
        id: panels.meanScoreByPromptVersion,
        title: 'Mean score by prompt version',
        description:
          'Mean of the scores given per interval, for the 12 versions with the most. Look for a version that replaces another one and scores lower.',
        measure: 'score_mean',
        query: series(chosen('score_mean'), chosen('score_count'))
          .groupBy('prompt', 'prompt_version')
          .top(12, 'score_count')
          .select('score_mean'),
        links: [linkTo('prompts', { prompt: ofSeries('prompt'), prompt_version: ofSeries('prompt_version') })],
      },
      legends.lowest
    ).maxDataPoints(96),
    table(
      {
        width: 14,
        height: 10,
        id: panels.promptVersions,
        title: 'Prompt versions',
        description:
          'The 50 versions with the most scores. Compare those of the same prompt, and note how many scores each has.',
        query: scored('prompt', 'prompt_version').top(50, 'score_count'),
      },
      {
        headings,
        links: {
          Prompt: [linkTo('prompts', { prompt: ofCell() })],
          'Prompt version': [linkTo('prompts', { prompt: ofRow('prompt'), prompt_version: ofCell() })],
        },
      }
    ),
    table(
      {
        width: 10,
        height: 10,
        id: panels.models,
        title: 'Models',
        description: 'Scores of the calls to each model, given in the time range, for the 30 with the most.',
        query: rows(chosen('score_count'), chosen('score_mean'), lowShare).groupBy('model').top(30, 'score_count'),
      },
      { headings, links: { Model: [linkTo('quality', { model: ofCell() })] } }
    ),
    table(
      {
        width: 24,
        height: 10,
        id: panels.scoresAgainstCost,
        title: 'Score against latency and cost',
        description:
          'The chosen evaluation’s mean beside what the calls of the feature cost and how long they took, by model: what a cheaper or faster model gives up.',
        query: rows(
          chosen('score_count'),
          chosen('score_mean'),
          chosen('score_p10'),
          'cost_per_request',
          'latency_p50',
          'latency_p95',
          'requests'
        )
          .groupBy('feature', 'model')
          .top(30, 'score_count'),
      },
      { headings, links: { Feature: [linkTo('latency', { feature: ofCell() })] } }
    ),
  ];
}

function worst() {
  return [
    spansTable({
      width: 24,
      height: 11,
      id: panels.worstAnswers,
      title: 'Worst-scored answers: $evaluation',
      description:
        'The 25 calls with the lowest mean of the scores that the chosen evaluation gave them. The trace shows what was asked and answered to those who may read it.',
      missing:
        'No scored calls. Emit a gen_ai.evaluation.result event with the trace and span id, or the gen_ai.response.id, of the call.',
      query: spans({
        groupBy: ['feature', 'model', 'prompt', 'prompt_version', 'conversation'],
        columns: ['score', 'cost'],
        evaluation: '$evaluation',
        // Any score fulfils it: calls without one would fill the rest of the list.
        conditions: [{ on: 'column', column: 'score', operator: '>=', value: -1e9 }],
        orderBy: 'score',
        direction: 'asc',
        limit: 25,
      }),
    }),
  ];
}

function all() {
  return [
    table(
      {
        width: 11,
        height: 8,
        id: panels.evaluations,
        title: 'Evaluations',
        description:
          'The 50 evaluations with the most results in the time range. An evaluation that only gives labels has no scores.',
        query: rows('evaluation_count', 'score_count', 'score_mean', 'score_p10', 'pass_rate')
          .groupBy('evaluation')
          .top(50, 'evaluation_count'),
      },
      { headings: ofAll }
    ),
    table(
      {
        width: 13,
        height: 8,
        id: panels.evaluators,
        title: 'Evaluators',
        description:
          'Who gave the scores. An evaluator that stopped is missing, and one that changed has two versions, whose scores are not comparable.',
        query: rows('evaluation_count', 'score_mean', 'unmatched_scores')
          .groupBy('evaluation', 'evaluator', 'evaluator_version')
          .top(50, 'evaluation_count'),
      },
      { headings: ofAll }
    ),
  ];
}

function others() {
  const half = { width: 12, height: 10 };
  return [
    stacked({
      ...half,
      id: panels.guardrailViolations,
      title: 'Guardrail violations by feature',
      description: 'Guardrail checks per interval that ended in a denial, a block or a failure.',
      measure: 'guardrail_violations',
      query: checks('guardrail_violations').groupBy('feature').top(named, 'guardrail_violations'),
      links: [linkTo('reliability', { feature: ofSeries('feature') })],
    }),
    timeseries(
      {
        ...half,
        id: panels.userFeedback,
        title: 'User feedback',
        description: 'Share of thumbs-up ratings (evaluation "user_feedback"), by feature.',
        measure: 'pass_rate',
        query: series(
          { id: 'pass_rate', evaluation: 'user_feedback', name: 'pass_rate' },
          { id: 'evaluation_count', evaluation: 'user_feedback', name: 'answers' }
        )
          .groupBy('feature')
          .top(named, 'answers')
          .select('pass_rate'),
        links: [linkTo('quality', { feature: ofSeries('feature') })],
      },
      legends.lowest
    ).maxDataPoints(48),
  ];
}
