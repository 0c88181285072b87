import { sameHours } from '../baselines.ts';
import { change, enough, enoughBefore } from '../numbers.ts';
import { quiet, unwatched } from '../policies.ts';
import type { AlertRule } from '../rule.ts';
import { count, label, percent } from '../texts.ts';

export const fieldCoverage: AlertRule = {
  uid: 'genai-field-coverage',
  title: 'Field coverage fell',
  question: 'Did an instrumentation stop writing tokens, so that cost falls without being saved?',
  statement: {
    version: 1,
    kind: 'measure',
    format: 'table',
    measures: [
      { id: 'requests', name: 'requests' },
      { id: 'token_coverage', name: 'coverage' },
      { id: 'requests', compare: 'baseline', name: 'requests_before' },
      { id: 'token_coverage', compare: 'baseline', name: 'coverage_before' },
      { id: 'token_coverage', compare: 'ratio', name: 'coverage_ratio' },
      { id: 'token_coverage', compare: 'difference', name: 'coverage_change' },
      { id: 'feature_coverage', name: 'feature_coverage' },
    ],
    groupBy: ['service'],
    filters: [],
    step: 60,
    baseline: sameHours,
  },
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
    {
      id: 'ratio',
      title: 'Times the value before',
      unit: 'none',
      refId: 'R',
      is: '<',
      number: 0.8,
      min: 0,
      max: 1,
      means: 'share of the requests that say their tokens, over the share before',
    },
    change('<', 'percentunit', 'that share, less the share before', { refId: 'D', number: -0.1, min: -1, max: 0 }),
  ],
  pending: 10 * 60,
  noData: quiet,
  execError: unwatched,
  labels: { severity: 'warning' },
  texts: ({ window }) => ({
    summary: `${label('service')} says the tokens of ${percent('A')} of its requests, before ${percent('B')}`,
    description: `Of the requests of ${label('service')} that succeeded over the last ${window}, ${percent('A')} say how many tokens they took, from ${count('N')} requests. At the same hours of the days before it was ${percent('B')} (ratio {{ printf "%.2f" $values.R.Value }}, ${count('P')} requests in a window); ${percent('F')} say their feature. What has no tokens has no cost: totals and budgets are too low until it is repaired. The command "inspect" shows which keys are missing.`,
  }),
  panel: { dashboardUid: 'genai-cost-attribution', panelId: 14 },
};
