import { dashboards, panelOf } from '../dashboards.ts';
import { enough, share } from '../numbers.ts';
import { quiet, unwatched } from '../policies.ts';
import type { AlertRule } from '../rule.ts';
import { measured } from '../statement.ts';
import { count, label, percent } from '../texts.ts';

export const contextWindow: AlertRule = {
  uid: 'genai-context-window',
  title: 'Context window nearly full',
  question: 'Do prompts come close to what the model takes?',
  statement: measured({
    measures: [
      { id: 'requests', name: 'requests' },
      { id: 'context_used_p95', name: 'used' },
      { id: 'context_overflow_errors', name: 'overflows' },
    ],
    groupBy: ['feature', 'team', 'model'],
  }),
  groupable: ['feature', 'team', 'model', 'provider', 'prompt', 'agent', 'customer', 'service'],
  window: 60 * 60,
  show: { N: 'requests', A: 'used', O: 'overflows' },
  value: 'A',
  guards: [enough('requests', { refId: 'N', number: 20 })],
  trigger: [
    share('used', 'Highest share used', '>', 'p95 of the input tokens over the most that the model takes', {
      refId: 'A',
      number: 0.9,
    }),
  ],
  pending: 10 * 60,
  noData: quiet,
  execError: unwatched,
  labels: { severity: 'warning', team: label('team') },
  texts: ({ window }) => ({
    summary: `Prompts of ${label('feature')} fill ${percent('A')} of the context of ${label('model')}`,
    description: `One in twenty calls of ${label('feature')} filled ${percent('A')} or more of the context window of ${label('model')} over the last ${window}, from ${count('N')} requests; ${count('O')} failed because it was too small. Cut history or retrieved text, or take a model with a larger window.`,
  }),
  panel: panelOf(dashboards.costAttribution, 'tokensOverTime'),
};
