import { dialect } from '../dialect.ts';
import { keys } from './keys.ts';
import { overrides } from './overrides.ts';

/** OpenInference, the conventions of Phoenix and Arize. */
export const openinference = dialect({
  id: 'openinference',
  title: 'OpenInference',
  claims: { scopes: ['openinference.*', '@arizeai/openinference-*'], keys: ['openinference.span.kind'] },
  markers: ['openinference.span.kind', 'llm.model_name', 'llm.token_count.total'],
  keys,
  tagContainers: ['metadata'],
  indexedContent: [{ before: 'llm.input_messages.', after: '.message.content', role: '.message.role' }],
  firstTokenEvents: ['First Token Stream Event'],
  // smolagents and DSPy: `search.__call__`.
  toolNameAffixes: ['\\.__call__$'],
  overrides,
});
