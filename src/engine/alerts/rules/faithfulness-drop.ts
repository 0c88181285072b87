import type { AlertRule } from '../rule.ts';

const evaluation = 'faithfulness';

export const faithfulnessDrop: AlertRule = {
  uid: 'genai-faithfulness-drop',
  title: 'Faithfulness dropped',
  question: 'Do the answers of a feature still say what its sources say?',
  statement: {
    version: 1,
    kind: 'measure',
    format: 'table',
    measures: [
      { id: 'requests', name: 'requests' },
      { id: 'score_mean', evaluation, name: 'score' },
      { id: 'score_count', evaluation, name: 'scored' },
    ],
    groupBy: ['feature', 'team'],
    filters: [],
    step: 60,
  },
  window: 30 * 60,
  show: { N: 'requests', S: 'scored', A: 'score' },
  guards: [
    { refId: 'N', is: '>', number: 100, means: 'requests in the window: enough traffic to matter' },
    { refId: 'S', is: '>=', number: 20, means: 'scores in the window: enough of them for a mean' },
  ],
  trigger: [{ refId: 'A', is: '<', number: 3.5, means: 'mean score, on the scale of 1 to 5 that the judge uses' }],
  pending: 10 * 60,
  noData: {
    state: 'KeepLast',
    because:
      'Scores are sparse and come late. A window without any says neither that quality is bad nor that it is good again, and features that are never scored stay quiet.',
  },
  execError: {
    state: 'Error',
    because: 'A rule that cannot be evaluated watches nothing: somebody should know, under a name of its own.',
  },
  labels: { severity: 'warning', team: '{{ $labels.team }}' },
  annotations: {
    summary: 'Faithfulness of {{ $labels.feature }} is {{ printf "%.2f" $values.A.Value }}',
    description:
      'The mean faithfulness score of {{ $labels.feature }} over the last 30 minutes is {{ printf "%.2f" $values.A.Value }}, from {{ printf "%.0f" $values.S.Value }} scores at {{ printf "%.0f" $values.N.Value }} requests. Answers may no longer follow from their sources. Compare prompt versions, models and retrieval before and after the drop.',
    runbook: 'docs/alert-rules.md, section "Faithfulness dropped"',
  },
  panel: { dashboardUid: 'genai-cost-attribution', panelId: 13 },
};
