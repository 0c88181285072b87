import type { Dialect } from '../dialect.ts';

/** The arguments of a call as Python prints them; a model of LiteLLM's is called `openai/gpt-4o`. */
const argument = { within: 'llm.invocation_parameters', name: 'model', printed: true } as const;

export const keys: Dialect['keys'] = {
  provider: [{ ...argument, side: 'before' }],
  requestModel: [{ ...argument, side: 'after' }],
  guardrailVerdict: [{ within: 'output.value', name: 'outcome', scopes: ['guardrails-ai*'] }],
};
