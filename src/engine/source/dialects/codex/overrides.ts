import type { Overrides } from '../overrides.ts';
import { array, equal, infix, text } from '../../../sql/nodes.ts';

/** Events of which those without counts of tokens tell of a call that failed. */
const calls = ['codex.sse_event', 'codex.api_request'];

export const overrides: Overrides = {
  failed: {
    // Log records have no status.
    keys: ['success', 'input_token_count'],
    value: ({ name, ofScope, value }) =>
      infix(
        'AND',
        ofScope,
        infix(
          'OR',
          equal(value('success'), text('false')),
          infix('AND', infix('IN', name, array(calls.map(text))), equal(value('input_token_count'), text('')))
        )
      ),
  },
};
