import { dialect } from '../dialect.ts';
import { keys } from './keys.ts';

/** OpenLLMetry for JavaScript: the same keys, and the provider's own count of input tokens. */
export const openllmetryJs = dialect({
  id: 'openllmetry-js',
  title: 'OpenLLMetry (JavaScript)',
  claims: { scopes: ['@traceloop/*'] },
  tokens: { cache: 'as-provider' },
  keys,
});
