import type { Overrides } from '../overrides.ts';
import { call, equal, infix, number, text } from '../../../sql/nodes.ts';

const prefix = 'claude_code.';

export const overrides: Overrides = {
  unnamedOperation: {
    // Spans are called after their operation: `claude_code.llm_request`.
    value: ({ name }) =>
      call('if', call('startsWith', name, text(prefix)), call('substring', name, number(prefix.length + 1)), text('')),
  },
  failed: {
    // Neither a refused request, `claude_code.api_error`, nor a tool that failed has the status of an error.
    keys: ['success'],
    value: ({ name, ofScope, value }) =>
      infix(
        'AND',
        ofScope,
        infix('OR', equal(value('success'), text('false')), equal(name, text('claude_code.api_error')))
      ),
  },
};
