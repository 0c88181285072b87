import type { Session } from 'chdb';
import { withKnownIds } from './engine.ts';
import { exception } from './errors.ts';
import { insertRows } from './insert.ts';
import type { QueryRequest } from './request.ts';
import type { QueryResult } from './result.ts';
import { identifier, inspectQuery, literal } from './sql.ts';

// Enough to see where the rows of an INSERT start without decoding all of them.

// Enough to see where the rows of an INSERT start without decoding all of them.
const HEAD_BYTES = 256 * 1024;

/**
 * Runs a request in a session of its own.
 * @param readonly the user's own `readonly` setting (0, 1 or 2), in force before the request's settings are
 * @throws Exception 62 for an empty query or several statements; any error of the engine
 */
export async function runQuery(session: Session, request: QueryRequest, readonly: number): Promise<QueryResult> {
  const head = request.query.toString('utf8', 0, HEAD_BYTES);
  const headShape = inspectQuery(head);
  await prepare(session, request, readonly);
  if (headShape.rows) {
    return insertRows(session, request.query, head, headShape.format ?? '', headShape.rows);
  }
  const text = request.query.toString('utf8');
  const shape = text.length === head.length ? headShape : inspectQuery(text);
  if (shape.verb === '' && text.trim() === '') {
    throw exception(62, 'SYNTAX_ERROR', 'Syntax error: failed at position 1 (end of query): Empty query');
  }
  if (shape.multiple) {
    throw exception(62, 'SYNTAX_ERROR', 'Syntax error (Multi-statements are not allowed): more than one statement');
  }
  const sql = shape.verb === 'KILL' ? withKnownIds(text) : text;
  const result = await session.queryAsync(sql, { format: request.defaultFormat });
  return {
    body: result.bytes(),
    format: shape.format ?? request.defaultFormat,
    readRows: result.rowsRead,
    readBytes: result.bytesRead,
    writtenRows: 0,
    writtenBytes: 0,
    elapsed: result.elapsed,
  };
}

async function prepare(session: Session, request: QueryRequest, readonly: number): Promise<void> {
  if (request.database !== undefined) {
    await session.queryAsync(`USE ${identifier(request.database)}`);
  }
  if (request.params.size > 0) {
    // Over HTTP, values of parameters do not count towards the size of the query; in a SET they would.
    await session.queryAsync('SET max_query_size = 1000000000');
    await set(
      session,
      [...request.params].map(([name, value]) => [`param_${name}`, value] as const)
    );
    await session.queryAsync('SET max_query_size = DEFAULT');
  }
  if (readonly > 0) {
    await set(session, [['readonly', String(readonly)]]);
  }
  const settings = [...request.settings];
  if (request.readOnly && readonly === 0 && Number(request.settings.get('readonly') ?? 0) === 0) {
    settings.push(['readonly', '2']);
  }
  if (settings.length > 0) {
    await set(session, settings);
  }
}

async function set(session: Session, changes: ReadonlyArray<readonly [name: string, value: string]>): Promise<void> {
  const list = changes.map(([name, value]) => `${identifier(name)} = ${literal(value)}`);
  await session.queryAsync(`SET ${list.join(', ')}`);
}
