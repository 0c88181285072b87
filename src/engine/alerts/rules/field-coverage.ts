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
  question: 'Did an instrumentation stop writing tokens, so that cost falls without being saved?',
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
    ratio('<', 'share of the requests that say their tokens, over the share before', {
      refId: 'R',
      number: 0.8,
      max: 1,
    }),
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
  panel: panelOf(dashboards.costAttribution, 'tokensOverTime'),
};
