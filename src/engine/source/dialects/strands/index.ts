import type { Dialect } from '../dialect.ts';
import { folds } from './folds.ts';
import { keys, resourceKeys } from './keys.ts';

/** Strands Agents. The usage of `invoke_agent` grows over the life of the agent object, and times are milliseconds. */
export const strands: Dialect = {
  id: 'strands',
  title: 'Strands Agents',
  claims: { scopes: ['strands*'], keys: ['event_loop.cycle_id'] },
  rank: 'application',
  inputIncludesCache: 'detect',
  markers: [],
  keys,
  resourceKeys,
  folds,
};
