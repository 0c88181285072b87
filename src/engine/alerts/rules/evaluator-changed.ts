import { dashboards, panelOf } from '../dashboards.ts';
import { enough } from '../numbers.ts';
import { unwatched } from '../policies.ts';
import type { AlertRule } from '../rule.ts';
import { measured } from '../statement.ts';
import { count, label } from '../texts.ts';

export const evaluatorChanged: AlertRule = {
  uid: 'genai-evaluator-changed',
  title: 'Evaluator changed',
  question: 'Did an evaluator change its version, so that its scores before and after cannot be compared?',
  statement: measured({
    measures: [
      { id: 'evaluator_versions', name: 'versions' },
      { id: 'evaluation_count', name: 'evaluations' },
    ],
    groupBy: ['evaluation', 'evaluator'],
  }),
  groupable: ['evaluation', 'evaluator', 'feature', 'team', 'environment'],
  alwaysBy: ['evaluation'],
  // Scores of both versions are in charts and baselines of a day.
  window: 24 * 60 * 60,
  show: { S: 'evaluations', A: 'versions' },
  value: 'A',
  guards: [enough('evaluations', { refId: 'S', number: 10 })],
  trigger: [
    enough('versions', {
      refId: 'A',
      number: 2,
      title: 'Versions',
      min: 2,
      max: 100,
      means: 'different versions of one evaluator in the window',
    }),
  ],
  pending: 0,
  noData: { state: 'OK', because: 'Without scores no evaluator can have changed.' },
  execError: unwatched,
  labels: { severity: 'info' },
  texts: ({ window }) => ({
    summary: `${label('evaluator')} changed how it judges ${label('evaluation')}`,
    description: `Over the last ${window}, ${count('A')} versions of the evaluator ${label('evaluator')} gave ${count('S')} evaluations of ${label('evaluation')}. Scores of different versions are not comparable: a drop, or its absence, may be the evaluator's. Compare by evaluator_version until the older scores have left the baseline.`,
  }),
  panel: panelOf(dashboards.quality, 'evaluators'),
};
