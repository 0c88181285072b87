import { dialect } from '../dialect.ts';
import { folds } from './folds.ts';
import { keys } from './keys.ts';
import { overrides } from './overrides.ts';
import { records, spanNames } from './records.ts';

/** Claude Code: attributes without any prefix, input without the cache. What a call cost is in its log records only. */
export const claudeCode = dialect({
  id: 'claude-code',
  title: 'Claude Code',
  claims: { scopes: ['com.anthropic.claude_code*'], keys: ['claude_code.version'] },
  tokens: { cache: 'excluded' },
  markers: ['stop_reason', 'tool_input', 'user_prompt', 'cache_read_tokens'],
  keys,
  folds,
  spanNames,
  // Spans of tools have no attribute that other programs do not have.
  bareNames: ['^claude_code[.]tool'],
  // A prompt is a turn: its id says which. Its user is an installation's number; who is logged in has an address.
  misnomers: [
    { field: 'promptName', when: { scopes: ['com.anthropic.claude_code*'] } },
    { field: 'user', when: { scopes: ['com.anthropic.claude_code*'], anyOf: ['user.email'] }, instead: 'user.email' },
  ],
  costLog: { event: 'claude_code.api_request', by: 'request_id', cost: 'cost_usd' },
  records,
  overrides,
});
