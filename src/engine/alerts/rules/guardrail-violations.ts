import { dashboards, panelOf } from '../dashboards.ts';
import { change, enough, enoughBefore, ratio } from '../numbers.ts';
import { quiet, unwatched } from '../policies.ts';
import type { AlertRule } from '../rule.ts';
import { before, changeOf, measured, ratioOf, sameHours } from '../statement.ts';
import { count, decimal, label, percent } from '../texts.ts';

const checks = { id: 'guardrail_checks', name: 'checks' } as const;
const rate = { id: 'guardrail_violation_rate', name: 'rate' } as const;

export const guardrailViolations: AlertRule = {
  uid: 'genai-guardrail-violations',
  title: 'Guardrail violations up',
  question: 'Do guardrails block more than at the same hours of the previous days?',
  statement: measured({
    measures: [
      checks,
      { id: 'guardrail_violations', name: 'violations' },
      rate,
      before(checks),
      before(rate),
      ratioOf(rate),
      changeOf(rate),
    ],
    groupBy: ['feature', 'team'],
    baseline: sameHours,
  }),
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
    enoughBefore('checks', { refId: 'P', number: 20, means: 'checks per baseline window on average' }),
    enough('violations', { refId: 'V', number: 10, means: 'violations in the window: a few are usual' }),
  ],
  trigger: [
    change('>', 'percentunit', 'violations as a share of checks, minus the baseline', {
      refId: 'D',
      number: 0.05,
      min: 0,
      max: 1,
    }),
    ratio('>', 'share of violations relative to the baseline', { refId: 'R', number: 2, min: 1 }),
  ],
  pending: 10 * 60,
  noData: quiet,
  execError: unwatched,
  labels: { severity: 'warning', team: label('team') },
  texts: ({ window }) => ({
    summary: `Guardrails block ${percent('A')} of the inputs and outputs of ${label('feature')}`,
    description: `${count('V')} of ${count('N')} guardrail checks of ${label('feature')} ended in a violation over the last ${window}, ${percent('A')}. At the same hours of the previous days it was ${percent('B')} (now ${decimal('R', 1)} times as high; ${count('P')} checks per window). The usual causes are an attack, a new kind of input, or a guardrail that became too strict.`,
  }),
  panel: panelOf(dashboards.quality, 'guardrailViolations'),
};
