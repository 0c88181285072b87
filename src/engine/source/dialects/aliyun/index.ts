import type { Dialect } from '../dialect.ts';
import { folds } from './folds.ts';
import { keys, resourceKeys } from './keys.ts';

/** Alibaba Cloud: LoongSuite, and what Dify sends there. Operations may be written CHAT, and the kind tells more. */
export const aliyun: Dialect = {
  id: 'aliyun',
  title: 'Alibaba Cloud and Dify',
  claims: { scopes: ['loongsuite*'], keys: ['gen_ai.span.kind'] },
  rank: 'application',
  inputIncludesCache: 'detect',
  markers: [],
  keys,
  resourceKeys,
  folds,
};
