import { dialect } from '../dialect.ts';
import { keys } from './keys.ts';

/** Judgeval: names of its own, with an input that leaves all cached tokens out. */
export const judgeval = dialect({
  id: 'judgeval',
  title: 'Judgeval',
  claims: { scopes: ['judgeval*'], keys: ['judgment.span_kind'] },
  tokens: { cache: 'excluded' },
  markers: ['judgment.llm.model'],
  keys,
});
