import type { Overrides } from '../overrides.ts';
import { isNothing } from '../../../sql/missing.ts';
import { array, call, column, lambda, number, text } from '../../../sql/nodes.ts';

const message = 'message';

/** A message of AutoGen's that a model wrote; quotes inside what was said are escaped. */
const written =
  '"id": ?"([^"]+)"[^{}]*"models_usage": ?\\{"prompt_tokens": ?([0-9]+), ?"completion_tokens": ?([0-9]+)\\}';

const part = (index: number) => call('arrayElement', column('m'), number(index));

export const overrides: Overrides = {
  innerCalls: {
    keys: [message],
    scopes: ['autogen*'],
    // AutoGen writes no span of a call: `autogen process <agent>` has the messages, each with its `models_usage`.
    value: (row) => {
      const said = row.value(message);
      if (isNothing(said) || isNothing(row.ofScope)) {
        return number(0);
      }
      const found = call('extractAllGroupsVertical', call('if', row.ofScope, said, text('')), text(written));
      const each = call('tuple', part(1), call('toFloat64OrNull', part(2)), call('toFloat64OrNull', part(3)));
      return call(
        'if',
        call('startsWith', row.name, text('autogen process')),
        call('arrayMap', lambda(['m'], each), found),
        array([])
      );
    },
  },
};
