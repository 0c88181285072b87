import type { Overrides } from '../overrides.ts';
import { all } from '../../../sql/missing.ts';
import { call, equal, text } from '../../../sql/nodes.ts';

const toolCall = 'gen_ai.tool.call.id';

export const overrides: Overrides = {
  notACall: {
    keys: [toolCall],
    // A prompt is a function: `execute_tool Chat-Answer` without a call's id was run by the application, not by a model.
    value: (row) =>
      all([row.ofScope, call('startsWith', row.name, text('execute_tool ')), equal(row.value(toolCall), text(''))]),
  },
};
