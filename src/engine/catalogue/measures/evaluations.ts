import { call, infix, nothing, number, text, type Expression } from '../../sql/nodes.ts';
import { ofScores, type Aggregates } from './measure.ts';

const base = { fact: 'evaluations', additive: false, none: null, perEvaluation: true } as const;
const present = (value: Expression): Expression => call('isNotNull', value);

/** Whether a label says neither that an evaluation passed nor that it failed: without it, the rate would be of the other labels only. */
export const isUntold = (passed: Expression, label: Expression): Expression =>
  infix('AND', call('isNull', passed), infix('!=', label, text('')));

/** Whether an evaluation was tried and failed: its record says why, and has neither a score nor a label. */
const isFailure = ({ field }: Pick<Aggregates<'evaluationError' | 'score' | 'scoreLabel'>, 'field'>): Expression =>
  infix(
    'AND',
    infix('!=', field('evaluationError'), text('')),
    call('isNull', field('score')),
    infix('=', field('scoreLabel'), text(''))
  );

export const evaluationMeasures = {
  score_mean: ofScores({
    ...base,
    id: 'score_mean',
    title: 'Mean score',
    description: 'Mean of the scores given in the window, on the evaluation’s own scale',
    unit: 'none',
    decimals: 2,
    uses: ['score'],
    distribution: 'score',
    formula: (a) => a.mean(a.field('score')),
  }),
  score_p10: ofScores({
    ...base,
    id: 'score_p10',
    title: 'Score p10',
    description: '10th percentile of the scores',
    unit: 'none',
    decimals: 2,
    uses: ['score'],
    formula: (a) => a.quantile(0.1, a.field('score')),
  }),
  score_count: ofScores({
    ...base,
    id: 'score_count',
    title: 'Scores',
    description: 'Number of scores given in the window',
    unit: 'short',
    additive: true,
    none: 0,
    uses: ['score'],
    formula: (a) => a.count(present(a.field('score'))),
  }),
  score_low_share: ofScores({
    ...base,
    id: 'score_low_share',
    title: 'Share of low scores',
    description: 'Share of scores below a bound',
    unit: 'percentunit',
    decimals: 1,
    bound: { title: 'Score', unit: 'none', default: 3 },
    uses: ['score'],
    formula: (a, bound) => a.ratio(a.count(infix('<', a.field('score'), bound)), a.count(present(a.field('score')))),
  }),
  unmatched_scores: ofScores({
    ...base,
    id: 'unmatched_scores',
    title: 'Scores without their call',
    description:
      'Scores that name a call which was not found, so that their feature and other tags are unknown: it began longer before the window than the data source’s settings look for it (a day), or is not in the table',
    unit: 'short',
    additive: true,
    none: 0,
    uses: ['unmatched'],
    formula: (a) => a.count(infix('=', a.field('unmatched'), number(1))),
  }),
  scored_requests: ofScores({
    ...base,
    id: 'scored_requests',
    title: 'Scores, weighted by sampling',
    description: 'Scores, each counted as often as its call: a sampled call stands for others',
    unit: 'short',
    additive: true,
    none: 0,
    uses: ['score', 'callWeight'],
    formula: (a) => a.sum(call('if', present(a.field('score')), a.field('callWeight'), number(0))),
  }),
  evaluation_coverage: ofScores({
    ...base,
    id: 'evaluation_coverage',
    title: 'Evaluation coverage',
    description:
      'Scores divided by requests, both counting what a sampled call stands for; above 1 if calls are scored more than once',
    unit: 'percentunit',
    decimals: 1,
    uses: [],
    over: ['scored_requests', 'requests'],
    formula: () => number(0),
  }),
  pass_rate: ofScores({
    ...base,
    id: 'pass_rate',
    title: 'Pass rate',
    description:
      'Share of evaluations that passed, among those with a pass or fail result (a label, a verdict, or a true or false value; not a number); NULL if one of the labels is neither',
    unit: 'percentunit',
    decimals: 1,
    uses: ['passed', 'scoreLabel'],
    formula: (a) => {
      const told = a.count(present(a.field('passed')));
      const untold = a.count(isUntold(a.field('passed'), a.field('scoreLabel')));
      return a.ratio(
        a.count(infix('=', a.field('passed'), number(1))),
        call('if', infix('=', untold, number(0)), told, nothing)
      );
    },
  }),
  evaluation_count: ofScores({
    ...base,
    id: 'evaluation_count',
    title: 'Evaluations',
    description:
      'Number of evaluations given in the window, with a score or only a label; those that failed are not among them',
    unit: 'short',
    additive: true,
    none: 0,
    uses: ['evaluationName', 'evaluationError', 'score', 'scoreLabel'],
    formula: (a) => a.count(infix('AND', infix('!=', a.field('evaluationName'), text('')), call('not', isFailure(a)))),
  }),
  failed_evaluations: ofScores({
    ...base,
    id: 'failed_evaluations',
    title: 'Failed evaluations',
    description:
      'Number of evaluations that failed in the window: their record says why (error.type), and has neither a score nor a label',
    unit: 'short',
    additive: true,
    none: 0,
    uses: ['evaluationError', 'score', 'scoreLabel'],
    formula: (a) => a.count(isFailure(a)),
  }),
  evaluator_versions: ofScores({
    ...base,
    id: 'evaluator_versions',
    title: 'Versions of the evaluator',
    description:
      'Number of different evaluator versions that gave evaluations in the window: scores of two versions are not comparable',
    unit: 'short',
    none: 0,
    uses: ['evaluatorVersion'],
    formula: (a) => a.distinct(a.field('evaluatorVersion')),
  }),
};
