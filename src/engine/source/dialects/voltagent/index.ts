import { dialect } from '../dialect.ts';
import { folds } from './folds.ts';
import { keys } from './keys.ts';

/** VoltAgent: an agent repeats the usage of the calls inside. */
export const voltagent = dialect({
  id: 'voltagent',
  title: 'VoltAgent',
  claims: { scopes: ['@voltagent/core'], keys: ['voltagent.operation_id'] },
  markers: ['llm.operation', 'tool.call.id'],
  keys,
  tagContainers: ['agent.context'],
  folds,
});
