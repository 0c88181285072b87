import { dialect } from '../dialect.ts';
import { keys } from './keys.ts';
import { overrides } from './overrides.ts';

/** Haystack's own tracer, which writes the components of a pipeline: `OpenAIChatGenerator` is a call of a model. */
export const haystack = dialect({
  id: 'haystack',
  title: 'Haystack',
  claims: { scopes: ['haystack'], keys: ['haystack.component.type', 'haystack.tool.name'] },
  markers: ['haystack.agent.step.llm.input'],
  keys,
  spanNames: { 'haystack.agent.step.llm': 'chat', 'haystack.agent.step.tool': 'execute_tool' },
  overrides,
});
