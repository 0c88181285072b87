import { dashboards, panelOf } from '../dashboards.ts';
import { change, enough, enoughBefore, ratio } from '../numbers.ts';
import { quiet, unwatched } from '../policies.ts';
import type { AlertRule } from '../rule.ts';
import { before, changeOf, measured, ratioOf, sameHours } from '../statement.ts';
import { count, label, percent } from '../texts.ts';

const requests = { id: 'requests', name: 'requests' } as const;
const coverage = { id: 'token_coverage', name: 'coverage' } as const;

export const fieldCoverage: AlertRule = {
  uid: 'genai-field-coverage',
  title: 'Field coverage fell',
  question: 'Did an instrumentation stop recording tokens, so that costs only seem to fall?',
  statement: measured({
    measures: [
      requests,
      coverage,
      before(requests),
      before(coverage),
      ratioOf(coverage),
      changeOf(coverage),
      { id: 'feature_coverage', name: 'feature_coverage' },
    ],
    groupBy: ['service'],
    baseline: sameHours,
  }),
  groupable: ['service', 'instrumentation', 'provider', 'model', 'environment'],
  window: 60 * 60,
  show: {
    N: 'requests',
    P: 'requests_before',
    A: 'coverage',
    B: 'coverage_before',
    R: 'coverage_ratio',
    D: 'coverage_change',
    F: 'feature_coverage',
  },
  value: 'A',
  guards: [enough('requests', { refId: 'N', number: 50 }), enoughBefore('requests', { refId: 'P', number: 20 })],
  trigger: [
    ratio('<', 'share of requests with token counts, relative to the baseline', {
      refId: 'R',
      number: 0.8,
      max: 1,
    }),
    change('<', 'percentunit', 'that share minus the baseline', { refId: 'D', number: -0.1, min: -1, max: 0 }),
  ],
  pending: 10 * 60,
  noData: quiet,
  execError: unwatched,
  labels: { severity: 'warning' },
  texts: ({ window }) => ({
    summary: `${label('service')} reports tokens for ${percent('A')} of its requests, down from ${percent('B')}`,
    description: `Over the last ${window}, ${percent('A')} of the successful requests of ${label('service')} report their tokens, from ${count('N')} requests. At the same hours of the previous days it was ${percent('B')} (ratio {{ printf "%.2f" $values.R.Value }}, ${count('P')} requests per window); ${percent('F')} report their feature. A request without tokens has no cost, so totals and budgets are too low until this is fixed. The command "inspect" shows which attributes are missing.`,
  }),
  panel: panelOf(dashboards.reliability, 'coverage'),
};
