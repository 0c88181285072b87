import { dialect } from '../dialect.ts';
import { keys } from './keys.ts';
import { overrides } from './overrides.ts';

/** Mastra's exporter: the conventions, and failed calls whose status is Ok; why they failed is on the agent's span. */
export const mastra = dialect({
  id: 'mastra',
  title: 'Mastra',
  claims: { scopes: ['@mastra/*'], keys: ['mastra.span.type'] },
  keys,
  tagPrefixes: ['mastra.metadata.'],
  noCalls: ['agent_step', 'model_chunk'],
  errorsAbove: true,
  overrides,
});
