import { Session } from 'chdb';
import { exception } from './errors.ts';
import { limiter } from './limiter.ts';
import { literal } from './sql.ts';

/** Largest number of queries that run at once; each holds one thread of libuv's pool. */
export const MAX_RUNNING = 6;

// Shows up in system.processes, so that a query can be found and killed by the client's query_id, which the engine offers
// no way to set. A setting that has no effect on one node, and that clients leave alone (unlike log_comment).
const TAG = 'cluster_for_parallel_replicas';

/** The embedded engine over one data directory. A process can have only one. */
export interface Engine {
  /** Version of the engine, such as "26.7.2.1". */
  version: string;
  timezone: string;
  /**
   * Runs one task in a session of its own: settings, parameters and USE cannot reach another request.
   * Tasks over the limit wait their turn; when `signal` aborts, a waiting task is dropped and a running one is killed.
   * @throws Exception 216 when a query of this id runs already
   */
  run<T>(queryId: string, task: (session: Session) => Promise<T>, signal: AbortSignal): Promise<T>;
  close(): void;
}

/**
 * Opens or creates the data directory and starts the engine in this process (takes about 0.2 s, blocking).
 * @param config a server configuration file in ClickHouse's XML
 */
export function openEngine(data: string, config?: string): Engine {
  const open = (): Session =>
    new Session(data, config === undefined ? {} : { connectionArgs: [`--config-file=${config}`] });
  const anchor = open();
  const [version = '', timezone = ''] = anchor.query('SELECT version(), timezone()', 'TSV').trim().split('\t');
  const limit = limiter(MAX_RUNNING);
  const running = new Set<string>();
  const kill = async (queryId: string): Promise<void> => {
    await anchor.queryAsync(`KILL QUERY WHERE Settings['${TAG}'] = ${literal(queryId)} ASYNC`);
  };
  return {
    version,
    timezone,
    run: (queryId, task, signal) =>
      limit(async () => {
        if (running.has(queryId)) {
          throw exception(
            216,
            'QUERY_WITH_SAME_ID_IS_ALREADY_RUNNING',
            `Query with id = ${queryId} is already running.`
          );
        }
        let killer: NodeJS.Timeout | undefined;
        // Again and again, because the query may not have begun when the client leaves.
        const onAbort = (): void => void (killer = setInterval(() => void kill(queryId).catch(() => undefined), 200));
        const session = open();
        running.add(queryId);
        signal.addEventListener('abort', onAbort, { once: true });
        try {
          // The two other settings are those in which the embedded engine differs from a server.
          const tag = `SET ${TAG} = ${literal(queryId)}, implicit_select = 0, allow_introspection_functions = 0`;
          await session.queryAsync(tag);
          return await task(session);
        } finally {
          signal.removeEventListener('abort', onAbort);
          clearInterval(killer);
          running.delete(queryId);
          session.close();
        }
      }, signal),
    close: () => anchor.close(),
  };
}

/** Makes a client's KILL QUERY WHERE query_id = ... find the query by the id that the client knows. */
export function withKnownIds(killQuery: string): string {
  return killQuery.replace(/\bquery_id\b/gi, `Settings['${TAG}']`);
}
