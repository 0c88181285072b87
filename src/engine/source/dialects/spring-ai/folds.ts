import type { Dialect } from '../dialect.ts';

/** The server's side of a tool call that a client has a span of, too, is no second one. */
export const folds: Dialect['folds'] = {
  operation: {
    chat_client: 'invoke_agent',
    tool_call: 'execute_tool',
    mcp_server_tool_call: 'task',
    advisor: 'task',
    vector_store: 'retrieval',
    image: 'image_generation',
  },
};
