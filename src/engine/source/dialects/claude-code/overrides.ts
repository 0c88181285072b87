import type { Overrides } from '../overrides.ts';
import { call, number, text } from '../../../sql/nodes.ts';

const prefix = 'claude_code.';

export const overrides: Overrides = {
  unnamedOperation: {
    // Spans are called after their operation: `claude_code.llm_request`.
    value: ({ name }) =>
      call('if', call('startsWith', name, text(prefix)), call('substring', name, number(prefix.length + 1)), text('')),
  },
};
