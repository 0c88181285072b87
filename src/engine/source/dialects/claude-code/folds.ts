import type { Dialect } from '../dialect.ts';

export const folds: Dialect['folds'] = {
  operation: {
    llm_request: 'chat',
    interaction: 'invoke_agent',
    tool: 'execute_tool',
    'tool.execution': 'task',
    'tool.blocked_on_user': 'approval',
    hook: 'task',
  },
};
