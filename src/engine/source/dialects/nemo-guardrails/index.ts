import { dialect } from '../dialect.ts';
import { folds } from './folds.ts';
import { keys } from './keys.ts';

/** NVIDIA NeMo Guardrails: its calls have the task as their operation (`self_check_input`), its rails no attribute that says what they are. */
export const nemoGuardrails = dialect({
  id: 'nemo-guardrails',
  title: 'NeMo Guardrails',
  claims: { scopes: ['nemo_guardrails*', 'nemoguardrails*'], keys: ['rail.type', 'rail.name'] },
  keys,
  folds,
  spanNames: {
    'guardrails.request': 'invoke_workflow',
    'guardrails.rail': 'guardrail',
    'guardrails.action': 'task',
  },
});
