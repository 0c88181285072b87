import type { Dialect } from '../dialect.ts';

export const keys: Dialect['keys'] = {
  streaming: ['gen_ai.request.llm_is_streaming'],
  toolName: ['tool.name'],
  conversation: ['ax.session.id'],
};

export const resourceKeys: Dialect['resourceKeys'] = {};
