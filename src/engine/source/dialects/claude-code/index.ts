import type { Dialect } from '../dialect.ts';
import { folds } from './folds.ts';
import { keys, resourceKeys } from './keys.ts';

/** Claude Code's traces: attributes without any prefix, input without the cache. */
export const claudeCode: Dialect = {
  id: 'claude-code',
  title: 'Claude Code',
  claims: { scopes: ['com.anthropic.claude_code*'], keys: ['claude_code.version'] },
  rank: 'application',
  inputIncludesCache: 'excluded',
  markers: ['stop_reason', 'tool_input', 'user_prompt', 'cache_read_tokens'],
  keys,
  resourceKeys,
  folds,
  operationInName: 'claude_code.',
};
