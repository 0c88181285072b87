import type { Dialect } from '../dialect.ts';
import { folds } from './folds.ts';
import { keys, resourceKeys } from './keys.ts';

/** VoltAgent: an agent repeats the usage of the calls inside. */
export const voltagent: Dialect = {
  id: 'voltagent',
  title: 'VoltAgent',
  claims: { scopes: ['@voltagent/core'], keys: ['voltagent.operation_id'] },
  rank: 'application',
  inputIncludesCache: 'detect',
  markers: ['llm.operation', 'tool.call.id'],
  keys,
  resourceKeys,
  tagContainers: ['agent.context'],
  folds,
};
