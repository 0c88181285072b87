import { dashboards, panelOf } from '../dashboards.ts';
import { enough, share } from '../numbers.ts';
import { quiet, unwatched } from '../policies.ts';
import type { AlertRule } from '../rule.ts';
import { measured } from '../statement.ts';
import { count, label, percent } from '../texts.ts';

export const toolFailures: AlertRule = {
  uid: 'genai-tool-failures',
  title: 'Tool calls fail',
  question: 'Are the tools that agents call failing?',
  statement: measured({
    measures: [
      { id: 'tool_calls', name: 'calls' },
      { id: 'tool_failures', name: 'failures' },
      { id: 'tool_failure_rate', name: 'rate' },
    ],
    groupBy: ['tool', 'feature', 'team'],
  }),
  groupable: ['tool', 'feature', 'team', 'agent', 'customer', 'service'],
  window: 30 * 60,
  show: { N: 'calls', F: 'failures', A: 'rate' },
  value: 'A',
  guards: [
    enough('calls', { refId: 'N', number: 10 }),
    enough('failures', { refId: 'F', number: 5, means: 'failures in the window: one or two are normal' }),
  ],
  trigger: [
    share('rate', 'Maximum failure rate', '>', 'failures as a share of tool calls', { refId: 'A', number: 0.2 }),
  ],
  pending: 5 * 60,
  noData: quiet,
  execError: unwatched,
  labels: { severity: 'warning', team: label('team') },
  texts: ({ window }) => ({
    summary: `Tool ${label('tool')} fails in ${percent('A')} of its calls`,
    description: `${count('F')} of ${count('N')} calls of the tool ${label('tool')} by ${label('feature')} failed over the last ${window}, ${percent('A')}. When a tool fails, agents retry, loop or make up answers: expect cost and quality to suffer.`,
  }),
  panel: panelOf(dashboards.agents, 'toolFailuresByTool'),
};
