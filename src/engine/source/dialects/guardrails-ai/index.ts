import { dialect } from '../dialect.ts';
import { keys } from './keys.ts';
import { overrides } from './overrides.ts';

/** Guardrails AI: OpenInference's names of what was said and counted, and types of its own. */
export const guardrailsAi = dialect({
  id: 'guardrails-ai',
  title: 'Guardrails AI',
  claims: { scopes: ['guardrails-ai*'], keys: ['guardrails.version', 'validator.name'] },
  keys,
  // Whoever calls it outside of a web server is the user `unknown`.
  placeholders: ['unknown'],
  overrides,
});
