import type { Dialect } from '../dialect.ts';

export const folds: Dialect['folds'] = { operation: { translation: 'transcription', tokenize: 'task' } };
