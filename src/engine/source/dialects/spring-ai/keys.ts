import type { Dialect } from '../dialect.ts';

/** Its clients and advisors have the operation `framework`; what they are is their kind. */
export const keys: Dialect['keys'] = {
  operation: ['spring.ai.kind'],
  toolName: ['spring.ai.tool.definition.name'],
  conversation: ['spring.ai.chat.client.conversation.id'],
};
