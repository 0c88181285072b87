import type { Dialect } from '../dialect.ts';

export const keys: Dialect['keys'] = {
  timeToFirstToken: [{ key: 'copilot_chat.time_to_first_token', unit: 'ms' }],
  conversation: ['copilot_chat.chat_session_id', 'copilot_chat.session_id'],
  // The name is that of the account, if it may be captured.
  user: ['user.name', 'enduser.pseudo.id'],
  repository: ['github.copilot.git.repository', 'copilot_chat.repo.remote_url'],
};
