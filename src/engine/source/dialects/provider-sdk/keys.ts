import type { Dialect } from '../dialect.ts';

export const keys: Dialect['keys'] = { finishReason: ['anthropic.message.stop_reason'] };
