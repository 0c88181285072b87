import { dialect } from '../dialect.ts';
import { folds } from './folds.ts';
import { keys } from './keys.ts';

/** Spring AI's observations: models as the conventions say, and the framework's own kinds around them. */
export const springAi = dialect({
  id: 'spring-ai',
  title: 'Spring AI',
  claims: { scopes: ['org.springframework.boot'], keys: ['spring.ai.kind'] },
  keys,
  folds,
});
