import { dashboards, panelOf } from '../dashboards.ts';
import { classColumns, classes, classRefIds } from '../errorclasses.ts';
import { change, enough, enoughBefore, ratio } from '../numbers.ts';
import { quiet, unwatched } from '../policies.ts';
import type { AlertRule } from '../rule.ts';
import { before, changeOf, measured, ratioOf, sameHours } from '../statement.ts';
import { count, decimal, label, percent } from '../texts.ts';

const requests = { id: 'requests', name: 'requests' } as const;
const rate = { id: 'error_rate', name: 'rate' } as const;

export const errorSpike: AlertRule = {
  uid: 'genai-error-spike',
  title: 'Error rate spike',
  question: 'Do more of a feature’s calls fail than at the same hours of the previous days?',
  statement: measured({
    measures: [
      requests,
      { id: 'errors', name: 'errors' },
      rate,
      before(requests),
      before(rate),
      ratioOf(rate),
      changeOf(rate),
      ...classColumns,
    ],
    groupBy: ['feature', 'team'],
    baseline: sameHours,
  }),
  groupable: ['feature', 'team', 'provider', 'model', 'customer', 'user_tier', 'service', 'operation'],
  window: 15 * 60,
  show: {
    N: 'requests',
    P: 'requests_before',
    E: 'errors',
    A: 'rate',
    B: 'rate_before',
    R: 'rate_ratio',
    D: 'rate_change',
    ...classRefIds,
  },
  value: 'A',
  guards: [
    enough('requests', { refId: 'N', number: 50 }),
    enoughBefore('requests', { refId: 'P', number: 20 }),
    enough('errors', { refId: 'E', number: 5, means: 'errors in the window: a few are not an outage' }),
  ],
  trigger: [
    change('>', 'percentunit', 'error rate minus the baseline: five more calls in a hundred', {
      refId: 'D',
      number: 0.05,
      min: 0,
      max: 1,
    }),
    ratio('>', 'error rate relative to the baseline; it has no value where the baseline is 0', {
      refId: 'R',
      number: 3,
      min: 1,
    }),
  ],
  pending: 5 * 60,
  noData: quiet,
  execError: unwatched,
  labels: { severity: 'warning', team: label('team') },
  texts: ({ window }) => ({
    summary: `Error rate of ${label('feature')} rose from ${percent('B')} to ${percent('A')}`,
    description: `${count('E')} of ${count('N')} calls of ${label('feature')} failed over the last ${window}, ${percent('A')}. At the same hours of the previous days it was ${percent('B')} (now ${decimal('R', 1)} times as high; ${count('P')} requests per window). By error class:${classes}.`,
  }),
  panel: panelOf(dashboards.reliability, 'errorRateByFeature'),
};
