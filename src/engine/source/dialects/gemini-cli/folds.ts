import type { Dialect } from '../dialect.ts';

export const folds: Dialect['folds'] = {
  operation: {
    llm_call: 'chat',
    tool_call: 'execute_tool',
    agent_call: 'invoke_agent',
    user_prompt: 'task',
    system_prompt: 'task',
    schedule_tool_calls: 'task',
  },
};
