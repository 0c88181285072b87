import type { Dialect } from '../dialect.ts';
import { folds } from './folds.ts';
import { keys, resourceKeys } from './keys.ts';

/** pydantic-ai and Logfire's own instrumentations. A streamed call's usage is in a log span beside the call's. */
export const pydanticAi: Dialect = {
  id: 'pydantic-ai',
  title: 'pydantic-ai and Logfire',
  claims: { scopes: ['pydantic-ai*', 'logfire*'], keys: ['logfire.span_type'] },
  rank: 'application',
  inputIncludesCache: 'detect',
  markers: ['operation.cost'],
  keys,
  resourceKeys,
  tagContainers: ['metadata'],
  folds,
  // The openai-agents SDK's spans, as Logfire names them.
  spanNames: { 'Function: {name}': 'execute_tool', 'Agent run: {name!r}': 'invoke_agent' },
  toolNameKey: 'name',
  supplement: { key: 'logfire.span_type', value: 'log' },
};
