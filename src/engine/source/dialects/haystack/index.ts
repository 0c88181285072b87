import type { Dialect } from '../dialect.ts';
import { folds } from './folds.ts';
import { keys, resourceKeys } from './keys.ts';

/** Haystack's own tracer, which writes the components of a pipeline: `OpenAIChatGenerator` is a call of a model. */
export const haystack: Dialect = {
  id: 'haystack',
  title: 'Haystack',
  claims: { scopes: ['haystack'], keys: ['haystack.component.type', 'haystack.tool.name'] },
  rank: 'application',
  inputIncludesCache: 'detect',
  markers: ['haystack.agent.step.llm.input'],
  keys,
  resourceKeys,
  folds,
  spanNames: { 'haystack.agent.step.llm': 'chat', 'haystack.agent.step.tool': 'execute_tool' },
  operationEnds: {
    key: 'haystack.component.type',
    ends: {
      Generator: 'chat',
      Embedder: 'embeddings',
      Retriever: 'retrieval',
      Ranker: 'rerank',
      Agent: 'invoke_agent',
      ToolInvoker: 'execute_tool',
    },
  },
};
