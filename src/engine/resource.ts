import { explain } from './explain.ts';
import type { HostSettings, Reply, ResourceAnswer, StatementResult } from './host.ts';
import { unknownResource } from './messages.ts';
import { readSettings } from './settings.ts';
import { describeStatement, readDescription } from './source/describe.ts';

/** Resource routes. `source` answers a SourceDescription, for the editor's preview. */
export function answerResource(
  path: string,
  host: HostSettings,
  results: StatementResult[] | undefined
): Reply<ResourceAnswer> {
  if (path.replace(/^\/+|\/+$/g, '') !== 'source') {
    return { done: { status: 404, body: { message: unknownResource(path) } } };
  }
  const settings = readSettings(host);
  const described = results?.[0];
  if (!described) {
    return { need: [describeStatement(settings)], state: null };
  }
  return described.ok
    ? { done: { status: 200, body: readDescription(described, settings) } }
    : { error: explain(described.failure) };
}
