import { dialect } from '../dialect.ts';
import { folds } from './folds.ts';
import { keys } from './keys.ts';
import { overrides } from './overrides.ts';

/** Alibaba Cloud: LoongSuite, and what Dify sends there. Operations may be written CHAT, and the kind tells more. */
export const aliyun = dialect({
  id: 'aliyun',
  title: 'Alibaba Cloud and Dify',
  claims: { scopes: ['loongsuite*'], keys: ['gen_ai.span.kind'] },
  keys,
  folds,
  overrides,
});
