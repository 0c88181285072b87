import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import { hostname } from 'node:os';
import type { Engine } from './engine.ts';
import { exception, toException } from './errors.ts';
import { runQuery } from './query.ts';
import type { QueryRequest } from './request.ts';
import { readRequest } from './request.ts';
import { sendException, sendResult, sendText } from './response.ts';

/** The one user that the server knows. */
export interface User {
  name: string;
  /** Empty: no password. */
  password: string;
  /** 0: may do anything. 1: may only read and may not change settings. 2: may only read. As ClickHouse's setting. */
  readonly: number;
}

/**
 * ClickHouse's HTTP interface in front of the embedded engine. The caller listens and closes.
 *
 * What a ClickHouse server does and this does not:
 * - more than one user, roles, grants, quotas, row policies
 * - sessions over several requests (`session_id` is accepted and ignored; SET and USE last for one request),
 *   temporary tables and external tables
 * - streaming: a result is complete before its first byte is sent, as with `wait_end_of_query=1`. So an exception never comes
 *   in the middle of a result, and a large result takes its size in memory
 * - `query_id` in `system.processes` (KILL QUERY WHERE query_id = ... works all the same); a query that the engine does not
 *   interrupt between blocks, such as sleep(3), goes on after it was killed or its client left
 * - `result_rows` of a SELECT in the summary (always "0"), `written_rows` except for plain INSERTs of rows in the JSONEachRow,
 *   JSONCompactEachRow, CSV and TSV formats, progress headers
 * - compressed results other than gzip, native block compression (`compress=1`), HTTPS, HEAD and OPTIONS, /play, /metrics
 * - query_log and the other system log tables
 * - connections of other servers, so that a cluster can only be made of shards that are this server itself
 */
export function createClickHouseServer(engine: Engine, user: User): Server {
  const server = createServer((message, response) => {
    response.setHeader('X-ClickHouse-Server-Display-Name', hostname());
    handle(engine, user, message, response).catch((error: unknown) => {
      if (!response.destroyed) {
        sendException(response, toException(error), engine.version);
      }
    });
  });
  server.requestTimeout = 0;
  server.keepAliveTimeout = 30_000;
  return server;
}

async function handle(engine: Engine, user: User, message: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = (message.url ?? '/').replace(/\?.*$/s, '');
  if (path === '/ping' || path === '/replicas_status' || (message.url === '/' && message.method === 'GET')) {
    sendText(response, 'Ok.\n');
    return;
  }
  if (path !== '/' || (message.method !== 'GET' && message.method !== 'POST')) {
    response.statusCode = path === '/' ? 501 : 404;
    sendText(response, `There is no handle ${message.method} ${path}\n`);
    return;
  }
  const left = new AbortController();
  response.once('close', () => left.abort());
  const request = await readRequest(message);
  response.setHeader('X-ClickHouse-Query-Id', request.queryId);
  response.setHeader('X-ClickHouse-Timezone', engine.timezone);
  checkPassword(user, request);
  const task = (session: Parameters<typeof runQuery>[0]) => runQuery(session, request, user.readonly);
  const result = await engine.run(request.queryId, task, left.signal);
  await sendResult(response, result, request.gzip);
}

function checkPassword(user: User, request: QueryRequest): void {
  const given = Buffer.from(request.password);
  const wanted = Buffer.from(user.password);
  if (request.user !== user.name || given.length !== wanted.length || !timingSafeEqual(given, wanted)) {
    const why = 'Authentication failed: password is incorrect, or there is no user with such name.';
    throw exception(516, 'AUTHENTICATION_FAILED', `${request.user}: ${why}`);
  }
}
