import type { Dialect } from '../dialect.ts';

/** The outer span of a call repeats the usage of the `.do*` spans inside: it is an agent that has models called. */
export const folds: Dialect['folds'] = {
  operation: {
    'ai.generatetext': 'invoke_agent',
    'ai.streamtext': 'invoke_agent',
    'ai.generateobject': 'invoke_agent',
    'ai.streamobject': 'invoke_agent',
    'ai.embed': 'invoke_agent',
    'ai.embedmany': 'invoke_agent',
    'ai.rerank': 'invoke_agent',
    'ai.generatetext.dogenerate': 'chat',
    'ai.generateobject.dogenerate': 'chat',
    'ai.streamtext.dostream': 'chat',
    'ai.streamobject.dostream': 'chat',
    'ai.embed.doembed': 'embeddings',
    'ai.embedmany.doembed': 'embeddings',
    'ai.rerank.dorerank': 'rerank',
    'ai.toolcall': 'execute_tool',
  },
};
