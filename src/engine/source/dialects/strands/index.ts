import { dialect } from '../dialect.ts';
import { keys } from './keys.ts';

/** Strands Agents. The usage of `invoke_agent` grows over the life of the agent object, and times are milliseconds. */
export const strands = dialect({
  id: 'strands',
  title: 'Strands Agents',
  claims: { scopes: ['strands*'], keys: ['event_loop.cycle_id'] },
  keys,
  noCalls: ['execute_event_loop_cycle'],
});
