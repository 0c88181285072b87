import type { Dialect } from '../dialect.ts';

export const keys: Dialect['keys'] = { toolCallId: ['gen_ai.tool.call_id'] };
