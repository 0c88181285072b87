import { dialect } from '../dialect.ts';
import { keys } from './keys.ts';

/** GitHub Copilot in VS Code and its command line: the conventions' attributes, and some of its own. */
export const copilot = dialect({
  id: 'copilot',
  title: 'GitHub Copilot',
  claims: { scopes: ['copilot-chat*', 'github.copilot*'], keys: ['copilot_chat.chat_session_id'] },
  keys,
  folds: { operation: { content_event: 'task', execute_hook: 'task' } },
});
