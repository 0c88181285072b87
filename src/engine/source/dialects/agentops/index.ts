import type { Dialect } from '../dialect.ts';
import { folds } from './folds.ts';
import { keys, resourceKeys } from './keys.ts';

/** AgentOps: the conventions, with kinds of spans of its own. */
export const agentops: Dialect = {
  id: 'agentops',
  title: 'AgentOps',
  claims: { scopes: ['agentops*'], keys: ['agentops.span.kind'] },
  rank: 'application',
  inputIncludesCache: 'detect',
  markers: [],
  keys,
  resourceKeys,
  folds,
};
