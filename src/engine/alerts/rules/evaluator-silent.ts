import { dashboards, panelOf } from '../dashboards.ts';
import { almostNone, enoughBefore } from '../numbers.ts';
import { unwatched } from '../policies.ts';
import type { AlertRule } from '../rule.ts';
import { before, measured, ratioOf, sameHours } from '../statement.ts';
import { count, label } from '../texts.ts';

const evaluations = { id: 'evaluation_count', name: 'evaluations' } as const;

export const evaluatorSilent: AlertRule = {
  uid: 'genai-evaluator-silent',
  title: 'Evaluator silent',
  question: 'Did an evaluator that gave scores at the same hours of the previous days stop giving them?',
  statement: measured({
    measures: [evaluations, before(evaluations), ratioOf(evaluations)],
    groupBy: ['evaluation', 'evaluator'],
    baseline: sameHours,
  }),
  groupable: ['evaluation', 'evaluator', 'feature', 'team', 'environment'],
  window: 60 * 60,
  show: { P: 'evaluations_before', R: 'evaluations_ratio', A: 'evaluations' },
  value: 'A',
  guards: [enoughBefore('evaluations', { refId: 'P', number: 30 })],
  trigger: [almostNone('evaluations')],
  pending: 15 * 60,
  noData: {
    state: 'OK',
    because:
      'Without a row now or in the previous days there is no evaluator. One that stopped has a row as long as it gave scores in the previous days.',
  },
  execError: unwatched,
  labels: { severity: 'warning' },
  texts: ({ window }) => ({
    summary: `${label('evaluation')} is no longer evaluated`,
    description: `The evaluator ${label('evaluator')} gave ${count('A')} evaluations of ${label('evaluation')} over the last ${window}; at the same hours of the previous days it was ${count('P')} (ratio {{ printf "%.2f" $values.R.Value }}). The evaluator stopped, reached its spending cap, or lost its judge; or there are no calls to judge, which the rule "Telemetry silent" reports. Until this is fixed, no rule can watch this score.`,
  }),
  panel: panelOf(dashboards.quality, 'evaluators'),
};
