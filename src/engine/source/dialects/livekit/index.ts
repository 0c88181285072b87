import type { Dialect } from '../dialect.ts';
import { folds } from './folds.ts';
import { keys, resourceKeys } from './keys.ts';

/** LiveKit Agents: models as the conventions say, tools and times with names of its own. */
export const livekit: Dialect = {
  id: 'livekit',
  title: 'LiveKit Agents',
  claims: { scopes: ['livekit*'], keys: ['lk.function_tool.name', 'lk.response.ttft'] },
  rank: 'application',
  inputIncludesCache: 'detect',
  markers: [],
  keys,
  resourceKeys,
  folds,
};
