import { dialect } from '../dialect.ts';
import { keys } from './keys.ts';

/** LiveKit Agents: models as the conventions say, tools and times with names of its own. */
export const livekit = dialect({
  id: 'livekit',
  title: 'LiveKit Agents',
  claims: { scopes: ['livekit*'], keys: ['lk.function_tool.name', 'lk.response.ttft'] },
  keys,
});
