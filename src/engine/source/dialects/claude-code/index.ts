import { dialect } from '../dialect.ts';
import { folds } from './folds.ts';
import { keys } from './keys.ts';
import { overrides } from './overrides.ts';

/** Claude Code's traces: attributes without any prefix, input without the cache. */
export const claudeCode = dialect({
  id: 'claude-code',
  title: 'Claude Code',
  claims: { scopes: ['com.anthropic.claude_code*'], keys: ['claude_code.version'] },
  tokens: { cache: 'excluded' },
  markers: ['stop_reason', 'tool_input', 'user_prompt', 'cache_read_tokens'],
  keys,
  folds,
  overrides,
});
