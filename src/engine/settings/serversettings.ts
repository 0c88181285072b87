import * as z from 'zod/mini';

import type { Reply, Statement } from '../host.ts';

/**
 * ClickHouse's settings that an administrator may choose for all statements of a data source: how much of the server they may take. None of
 * them changes an answer.
 */
export const serverSettingNames = [
  'max_threads',
  'max_memory_usage',
  'max_bytes_before_external_group_by',
  'max_bytes_before_external_sort',
  'max_network_bandwidth',
  'priority',
  'workload',
  'load_balancing',
  'prefer_localhost_replica',
  'use_uncompressed_cache',
  'max_parallel_replicas',
  'enable_parallel_replicas',
  'cluster_for_parallel_replicas',
] as const;

const value = z.union([
  z.number(),
  z.string().check(z.regex(/^[A-Za-z0-9_.-]{1,100}$/, 'it is not a number or a name')),
]);

export const serverSettings = z._default(z.partialRecord(z.enum(serverSettingNames), value), {});

type ServerSettings = z.infer<typeof serverSettings>;

/** Adds the settings to every statement of a reply; what a statement needs for its own answer stays. */
export function withServerSettings<Done>(reply: Reply<Done>, settings: ServerSettings): Reply<Done> {
  if (Object.keys(settings).length === 0) {
    return reply;
  }
  const also = (statement: Statement): Statement => ({
    ...statement,
    settings: { ...(settings as Statement['settings']), ...statement.settings },
  });
  if ('need' in reply) {
    return { ...reply, need: reply.need.map(also) };
  }
  return 'done' in reply && isPlan(reply.done)
    ? { done: { ...reply.done, statement: also(reply.done.statement) } }
    : reply;
}

const isPlan = (done: unknown): done is { statement: Statement } =>
  typeof done === 'object' && done !== null && 'statement' in done;
