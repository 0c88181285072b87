import { sameHours } from '../baselines.ts';
import { change, enough, ratio } from '../numbers.ts';
import { quiet, unwatched } from '../policies.ts';
import type { AlertRule } from '../rule.ts';
import { count, decimal, label, percent } from '../texts.ts';

export const guardrailViolations: AlertRule = {
  uid: 'genai-guardrail-violations',
  title: 'Guardrail violations up',
  question: 'Do guardrails stop more than at these hours of the days before?',
  statement: {
    version: 1,
    kind: 'measure',
    format: 'table',
    measures: [
      { id: 'guardrail_checks', name: 'checks' },
      { id: 'guardrail_violations', name: 'violations' },
      { id: 'guardrail_violation_rate', name: 'rate' },
      { id: 'guardrail_checks', compare: 'baseline', name: 'checks_before' },
      { id: 'guardrail_violation_rate', compare: 'baseline', name: 'rate_before' },
      { id: 'guardrail_violation_rate', compare: 'ratio', name: 'rate_ratio' },
      { id: 'guardrail_violation_rate', compare: 'difference', name: 'rate_change' },
    ],
    groupBy: ['feature', 'team'],
    filters: [],
    step: 60,
    baseline: sameHours,
  },
  groupable: ['feature', 'team', 'customer', 'user_tier', 'service', 'agent'],
  window: 60 * 60,
  show: {
    N: 'checks',
    P: 'checks_before',
    V: 'violations',
    A: 'rate',
    B: 'rate_before',
    R: 'rate_ratio',
    D: 'rate_change',
  },
  value: 'A',
  guards: [
    enough('checks', { refId: 'N', number: 50 }),
    enough('checks_before', {
      refId: 'P',
      number: 20,
      title: 'Least checks before',
      means: 'checks in a window before',
    }),
    enough('violations', { refId: 'V', number: 10, means: 'violations in the window: a few are usual' }),
  ],
  trigger: [
    change('>', 'percentunit', 'violations over checks, less the share before', {
      refId: 'D',
      number: 0.05,
      min: 0,
      max: 1,
    }),
    ratio('>', 'the share of violations over the one before', { refId: 'R', number: 2, min: 1 }),
  ],
  pending: 10 * 60,
  noData: quiet,
  execError: unwatched,
  labels: { severity: 'warning', team: label('team') },
  texts: ({ window }) => ({
    summary: `Guardrails stop ${percent('A')} of what ${label('feature')} sends or says`,
    description: `${count('V')} of ${count('N')} guardrail checks of ${label('feature')} ended in a violation over the last ${window}, ${percent('A')}. At the same hours of the days before it was ${percent('B')} (${decimal('R', 1)} times as many now, ${count('P')} checks in a window). It is an attack, a new kind of input, or a rule that became too strict.`,
  }),
  panel: { dashboardUid: 'genai-quality', panelId: 15 },
};
