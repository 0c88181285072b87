import { dashboards, panelOf } from '../dashboards.ts';
import { change, enough, enoughBefore, ratio } from '../numbers.ts';
import { keepLast, unwatched } from '../policies.ts';
import type { AlertRule } from '../rule.ts';
import { before, changeOf, measured, ratioOf, sameHours } from '../statement.ts';
import { count, decimal, label } from '../texts.ts';

const score = { id: 'score_mean', name: 'score' } as const;
const scored = { id: 'score_count', name: 'scored' } as const;

export const evaluationDrop: AlertRule = {
  uid: 'genai-evaluation-drop',
  title: 'Evaluation dropped',
  question: 'Does any evaluation score lower than at the same hours of the previous days?',
  statement: measured({
    measures: [score, scored, before(score), before(scored), ratioOf(score), changeOf(score)],
    groupBy: ['evaluation', 'feature', 'team'],
    // A drop is good news where low scores are the good ones.
    filters: [
      { dimension: 'evaluation', operator: 'not_matches', values: ['(?i)toxic|hallucinat|bias|harm|unsafe|leak'] },
    ],
    baseline: sameHours,
  }),
  groupable: ['evaluation', 'feature', 'team', 'prompt', 'model', 'customer', 'evaluator', 'evaluator_version'],
  alwaysBy: ['evaluation'],
  window: 60 * 60,
  show: {
    S: 'scored',
    T: 'scored_before',
    A: 'score',
    B: 'score_before',
    R: 'score_ratio',
    D: 'score_change',
  },
  value: 'A',
  guards: [enough('scores', { refId: 'S', number: 30 }), enoughBefore('scores', { refId: 'T', number: 15 })],
  trigger: [
    ratio('<', 'mean score relative to the baseline: 10% lower', { refId: 'R', number: 0.9, max: 1 }),
    change('<', 'none', 'mean score minus the baseline: a smaller drop does not matter', {
      refId: 'D',
      number: -0.05,
      max: 0,
    }),
  ],
  pending: 15 * 60,
  noData: keepLast(
    'Scores are sparse and arrive late. A window without scores, or without a baseline, means neither that quality is bad nor that it has recovered.'
  ),
  execError: unwatched,
  labels: { severity: 'warning', team: label('team') },
  texts: ({ window }) => ({
    summary: `${label('evaluation')} of ${label('feature')} fell from ${decimal('B')} to ${decimal('A')}`,
    description: `The mean ${label('evaluation')} score of ${label('feature')} over the last ${window} is ${decimal('A')}, from ${count('S')} scores. At the same hours of the previous days it was ${decimal('B')} (ratio ${decimal('R')}, ${count('T')} scores per window). Look for a change of prompt, model, judge or sources.`,
  }),
  panel: panelOf(dashboards.quality, 'evaluations'),
};
