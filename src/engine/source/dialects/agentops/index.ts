import { dialect } from '../dialect.ts';
import { folds } from './folds.ts';
import { keys } from './keys.ts';

/** AgentOps: the conventions, with kinds of spans of its own. */
export const agentops = dialect({
  id: 'agentops',
  title: 'AgentOps',
  claims: { scopes: ['agentops*'], keys: ['agentops.span.kind'] },
  keys,
  folds,
});
