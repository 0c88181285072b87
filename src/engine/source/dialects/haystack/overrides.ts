import type { Overrides } from '../overrides.ts';
import { isNothing } from '../../../sql/missing.ts';
import { call, equal, text } from '../../../sql/nodes.ts';

const component = 'haystack.component.type';

/** Operations by how the class of a component ends. */
const ends: Readonly<Record<string, string>> = {
  Generator: 'chat',
  Embedder: 'embeddings',
  Retriever: 'retrieval',
  Ranker: 'rerank',
  Agent: 'invoke_agent',
  ToolInvoker: 'execute_tool',
};

export const overrides: Overrides = {
  unnamedOperation: {
    keys: [component],
    // `OpenAIChatGenerator` is a chat; a component that ends otherwise, such as `PromptBuilder`, is a task.
    value: (row) => {
      const type = row.value(component);
      const branches = Object.entries(ends).flatMap(([end, operation]) => [
        call('endsWith', type, text(end)),
        text(operation),
      ]);
      return isNothing(type) ? type : call('multiIf', equal(type, text('')), text(''), ...branches, text('task'));
    },
  },
};
