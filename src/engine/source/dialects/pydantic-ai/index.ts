import { dialect } from '../dialect.ts';
import { keys } from './keys.ts';
import { functionSpan, overrides } from './overrides.ts';

/** pydantic-ai and Logfire's own instrumentations. A streamed call's usage is in a log span beside the call's. */
export const pydanticAi = dialect({
  id: 'pydantic-ai',
  title: 'pydantic-ai and Logfire',
  claims: { scopes: ['pydantic-ai*', 'logfire*'], keys: ['logfire.span_type'] },
  markers: ['operation.cost'],
  keys,
  tagContainers: ['metadata'],
  // The openai-agents SDK's spans, as Logfire names them.
  spanNames: { [functionSpan]: 'execute_tool', 'Agent run: {name!r}': 'invoke_agent' },
  supplement: { equals: ['logfire.span_type', 'log'] },
  overrides,
});
