import type { Dialect } from '../dialect.ts';
import { folds } from './folds.ts';
import { keys, resourceKeys } from './keys.ts';

/** OpenInference, the conventions of Phoenix and Arize. */
export const openinference: Dialect = {
  id: 'openinference',
  title: 'OpenInference',
  claims: { scopes: ['openinference.*', '@arizeai/openinference-*'], keys: ['openinference.span.kind'] },
  rank: 'application',
  inputIncludesCache: 'detect',
  markers: ['openinference.span.kind', 'llm.model_name', 'llm.token_count.total'],
  keys,
  resourceKeys,
  tagContainers: ['metadata'],
  folds,
  indexedContent: [{ before: 'llm.input_messages.', after: '.message.content', role: '.message.role' }],
  firstTokenEvents: ['First Token Stream Event'],
  helpers: [
    // LlamaIndex puts a call's arguments together in a span of kind LLM, beside the call's own.
    '._prepare_chat_with_tools',
    // How DSPy's and smolagents' loops are told that the answer is there, and how OpenAI's agents hand over: kind TOOL.
    'finish.__call__',
    'FinalAnswerTool',
    'handoff to *',
  ],
};
