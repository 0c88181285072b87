import { dashboards, panelOf } from '../dashboards.ts';
import { classColumns, classes, classRefIds } from '../errorclasses.ts';
import { enough, share } from '../numbers.ts';
import { quiet, unwatched } from '../policies.ts';
import type { AlertRule } from '../rule.ts';
import { measured } from '../statement.ts';
import { count, label, percent } from '../texts.ts';

export const errorRate: AlertRule = {
  uid: 'genai-error-rate',
  title: 'Error rate high',
  question: 'Do too many calls of a feature fail?',
  statement: measured({
    measures: [
      { id: 'requests', name: 'requests' },
      { id: 'errors', name: 'errors' },
      { id: 'error_rate', name: 'rate' },
      ...classColumns,
    ],
    groupBy: ['feature', 'team'],
  }),
  groupable: ['feature', 'team', 'provider', 'model', 'customer', 'user_tier', 'service', 'operation'],
  window: 15 * 60,
  show: { N: 'requests', E: 'errors', A: 'rate', ...classRefIds },
  value: 'A',
  guards: [
    enough('requests', { refId: 'N', number: 50 }),
    enough('errors', { refId: 'E', number: 10, means: 'errors in the window: a few are not an outage' }),
  ],
  trigger: [share('rate', 'Maximum error rate', '>', 'errors as a share of requests', { refId: 'A', number: 0.1 })],
  pending: 5 * 60,
  noData: quiet,
  execError: unwatched,
  labels: { severity: 'critical', team: label('team') },
  texts: ({ window }) => ({
    summary: `${percent('A')} of the calls of ${label('feature')} fail`,
    description: `${count('E')} of ${count('N')} calls of ${label('feature')} failed over the last ${window}, ${percent('A')}. By error class:${classes}.`,
  }),
  panel: panelOf(dashboards.reliability, 'errorRateByFeature'),
};
