import type { Dialect } from '../dialect.ts';
import { folds } from './folds.ts';
import { keys, resourceKeys } from './keys.ts';

/** Spring AI's observations: models as the conventions say, and the framework's own kinds around them. */
export const springAi: Dialect = {
  id: 'spring-ai',
  title: 'Spring AI',
  claims: { scopes: ['org.springframework.boot'], keys: ['spring.ai.kind'] },
  rank: 'application',
  inputIncludesCache: 'detect',
  markers: [],
  keys,
  resourceKeys,
  folds,
};
