import type { Dialect } from '../dialect.ts';

export const folds: Dialect['folds'] = {
  operation: { 'chat.completions': 'chat', 'text.completions': 'text_completion' },
};
