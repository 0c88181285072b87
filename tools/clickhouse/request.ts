import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { readBody, readForm } from './body.ts';
import { exception } from './errors.ts';

/** One query as it came over HTTP. */
export interface QueryRequest {
  user: string;
  password: string;
  queryId: string;
  /** Undefined: the server's default database. */
  database: string | undefined;
  /** Output format when the query names none. */
  defaultFormat: string;
  /** The `query` parameter, then a line break, then the body; rows of an INSERT may be binary, hence bytes. */
  query: Buffer;
  /** Values of `{name:Type}`, by name, in the escaped form in which they came. */
  params: Map<string, string>;
  /** Every other URL parameter: settings of this query. */
  settings: Map<string, string>;
  /** GET may only read. */
  readOnly: boolean;
  gzip: boolean;
}

// Parameters of the interface itself. Those of sessions, roles and buffering are accepted and change nothing here.
const NOT_SETTINGS = new Set(
  (
    'query user password database default_format query_id quota_key role session_id session_timeout session_check ' +
    'close_session stacktrace buffer_size wait_end_of_query compress decompress client_protocol_version'
  ).split(' ')
);

/**
 * Reads a whole request, its body included.
 * @throws Exception 48 when the native block compression (`compress=1`, `decompress=1`) is asked for; 36 and 354 for a bad body
 */
export async function readRequest(message: IncomingMessage): Promise<QueryRequest> {
  const url = new URL(message.url ?? '/', 'http://localhost').searchParams;
  const body = await readBody(message);
  const type = message.headers['content-type'] ?? '';
  const form = type.startsWith('multipart/form-data') ? await readForm(body, type) : undefined;
  for (const name of ['compress', 'decompress']) {
    if (url.get(name) === '1') {
      throw exception(48, 'NOT_IMPLEMENTED', `${name}=1 is not supported`);
    }
  }
  const all = new Map([...url, ...(form ?? [])]);
  const texts = [url.get('query'), form?.get('query')].filter((text) => text);
  const parts = [...texts.map((text) => Buffer.from(text ?? '')), ...(form || body.length === 0 ? [] : [body])];
  const names = [...all.keys()];
  return {
    ...credentials(message, url),
    queryId: all.get('query_id') || randomUUID(),
    database: all.get('database') || header(message, 'x-clickhouse-database'),
    defaultFormat: all.get('default_format') || header(message, 'x-clickhouse-format') || 'TabSeparated',
    query: joinLines(parts),
    params: new Map(
      names.filter((name) => name.startsWith('param_')).map((name) => [name.slice(6), all.get(name) ?? ''])
    ),
    settings: new Map([...url].filter(([name]) => !name.startsWith('param_') && !NOT_SETTINGS.has(name))),
    readOnly: message.method === 'GET',
    gzip: url.get('enable_http_compression') === '1' && /\bgzip\b/.test(header(message, 'accept-encoding') ?? ''),
  };
}

function credentials(message: IncomingMessage, url: URLSearchParams): { user: string; password: string } {
  const basic = /^Basic (.+)$/i.exec(header(message, 'authorization') ?? '')?.[1];
  if (basic !== undefined) {
    const pair = Buffer.from(basic, 'base64').toString();
    const colon = pair.indexOf(':');
    return colon < 0 ? { user: pair, password: '' } : { user: pair.slice(0, colon), password: pair.slice(colon + 1) };
  }
  return {
    user: header(message, 'x-clickhouse-user') ?? url.get('user') ?? 'default',
    password: header(message, 'x-clickhouse-key') ?? url.get('password') ?? '',
  };
}

function header(message: IncomingMessage, name: string): string | undefined {
  const value = message.headers[name];
  return Array.isArray(value) ? value[0] : value;
}

function joinLines(parts: Buffer[]): Buffer {
  const [first] = parts;
  return parts.length === 1 && first
    ? first
    : Buffer.concat(parts.flatMap((part, i) => (i ? [NEWLINE, part] : [part])));
}

const NEWLINE = Buffer.from('\n');
