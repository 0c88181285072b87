import type { Dialect } from '../dialect.ts';
import { folds } from './folds.ts';
import { keys, resourceKeys } from './keys.ts';

/** Semantic Kernel for Python. To it a prompt is a function, and calling one the execution of a tool. .NET writes no id of a call. */
export const semanticKernel: Dialect = {
  id: 'semantic-kernel',
  title: 'Semantic Kernel',
  claims: { scopes: ['semantic_kernel*'], keys: [] },
  rank: 'application',
  inputIncludesCache: 'detect',
  markers: [],
  keys,
  resourceKeys,
  folds,
  toolCallKey: 'gen_ai.tool.call.id',
};
