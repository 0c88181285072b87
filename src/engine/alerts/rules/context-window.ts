import { dashboards, panelOf } from '../dashboards.ts';
import { enough, share } from '../numbers.ts';
import { quiet, unwatched } from '../policies.ts';
import type { AlertRule } from '../rule.ts';
import { measured } from '../statement.ts';
import { count, label, percent } from '../texts.ts';

export const contextWindow: AlertRule = {
  uid: 'genai-context-window',
  title: 'Context window nearly full',
  question: 'Are prompts close to filling the model’s context window?',
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
    share('used', 'Maximum share used', '>', 'p95 of input tokens as a share of the context window', {
      refId: 'A',
      number: 0.9,
    }),
  ],
  pending: 10 * 60,
  noData: quiet,
  execError: unwatched,
  labels: { severity: 'warning', team: label('team') },
  texts: ({ window }) => ({
    summary: `Prompts of ${label('feature')} fill ${percent('A')} of the context window of ${label('model')}`,
    description: `Over the last ${window}, one in twenty of the ${count('N')} calls of ${label('feature')} filled ${percent('A')} or more of the context window of ${label('model')}; ${count('O')} calls failed because it was too small. Trim the history or the retrieved text, or use a model with a larger context window.`,
  }),
  panel: panelOf(dashboards.tokens, 'contextUsed'),
};
