import type { Overrides } from '../overrides.ts';
import { isNothing } from '../../../sql/missing.ts';
import { array, call, text } from '../../../sql/nodes.ts';

const type = 'type';

/** Operations by what a guard's spans say they are. */
const types: Readonly<Record<string, string>> = {
  'guardrails/guard': 'invoke_workflow',
  'guardrails/guard/step': 'task',
  'guardrails/guard/step/call': 'chat',
  'guardrails/guard/step/validator': 'guardrail',
};

export const overrides: Overrides = {
  unnamedOperation: {
    keys: [type],
    // `type` is `message` and the like elsewhere: only its own values count.
    value: (row) => {
      const said = row.value(type);
      const [from, to] = [Object.keys(types), Object.values(types)].map((texts) => array(texts.map(text)));
      return isNothing(said) || !from || !to ? said : call('transform', said, from, to, text(''));
    },
  },
};
