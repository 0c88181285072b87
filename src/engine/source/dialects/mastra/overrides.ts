import type { Overrides } from '../overrides.ts';
import { all } from '../../../sql/missing.ts';
import { call, equal, text } from '../../../sql/nodes.ts';

export const overrides: Overrides = {
  failed: {
    fields: ['finishReason', 'outputTokens'],
    // A call that failed has the status Ok, `error` as its finish reason, and no tokens.
    value: (row) =>
      all([
        row.ofScope,
        equal(call('lower', row.text('finishReason')), text('error')),
        call('isNull', row.number('outputTokens')),
      ]),
  },
};
