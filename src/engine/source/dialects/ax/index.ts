import { dialect } from '../dialect.ts';
import { keys } from './keys.ts';

/** Ax for TypeScript: the conventions, but for the usage, which is on an event. */
export const ax = dialect({
  id: 'ax',
  title: 'Ax',
  claims: { keys: ['gen_ai.request.llm_is_streaming'] },
  markers: ['tool.mode'],
  keys,
  firstTokenEvents: ['stream.chunk'],
});
