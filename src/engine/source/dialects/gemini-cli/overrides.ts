import type { Overrides } from '../overrides.ts';
import { equal, infix, text } from '../../../sql/nodes.ts';

export const overrides: Overrides = {
  failed: {
    // Log records have no status: a refused request is an event of its own, and a tool says whether it succeeded.
    keys: ['success'],
    value: ({ name, ofScope, value }) =>
      infix(
        'AND',
        ofScope,
        infix('OR', equal(value('success'), text('false')), equal(name, text('gemini_cli.api_error')))
      ),
  },
};
