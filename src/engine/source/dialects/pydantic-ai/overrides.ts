import type { Overrides } from '../overrides.ts';
import { call, equal, text } from '../../../sql/nodes.ts';

/** The span of a tool of the openai-agents SDK; the template stands for the name. */
export const functionSpan = 'Function: {name}';

export const overrides: Overrides = {
  toolName: {
    keys: ['name'],
    value: (row) => call('if', equal(row.name, text(functionSpan)), row.value('name'), text('')),
  },
};
