import type { Overrides } from '../overrides.ts';
import { facts } from '../../../catalogue/facts.ts';
import { isNothing } from '../../../sql/missing.ts';
import { array, call, infix, text } from '../../../sql/nodes.ts';

const kind = 'traceloop.span.kind';
const operation = 'gen_ai.operation.name';
const tool = 'tool.name';

export const overrides: Overrides = {
  operation: {
    keys: [kind, operation, tool],
    // LlamaIndex's embeddings and tools are steps of a workflow: kind `task` beside operation `embeddings` or a tool's name.
    value: (row) => {
      const [said, toolName] = [row.value(operation), row.value(tool)];
      const isStep = infix('IN', row.value(kind), array(['task', 'workflow'].map(text)));
      const branches = [
        ...(isNothing(said)
          ? []
          : [infix('AND', isStep, infix('IN', said, array(facts.requests.operations.map(text)))), said]),
        ...(isNothing(toolName) ? [] : [infix('AND', isStep, infix('!=', toolName, text(''))), text('execute_tool')]),
      ];
      return isNothing(row.value(kind)) || branches.length === 0 ? text('') : call('multiIf', ...branches, text(''));
    },
  },
};
