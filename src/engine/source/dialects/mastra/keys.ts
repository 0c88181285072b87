import type { Dialect } from '../dialect.ts';

export const keys: Dialect['keys'] = { conversation: ['mastra.metadata.threadId'] };
