import type { Dialect } from '../dialect.ts';

/** LangChain's tools are of kind `task`, and say `execute_tool` in the conventions' attribute: it is asked first. */
export const keys: Dialect['keys'] = { operation: ['traceloop.span.kind', 'llm.request.type'] };
