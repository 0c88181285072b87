import type { Failure, Statement, StatementResult } from '../../src/engine/host.ts';
import type { Writing } from '../../src/engine/tiers/fill.ts';

export interface Server {
  url: string;
  user: string;
  password: string;
  database: string;
}

const formats = { output_format_json_quote_64bit_integers: 0, output_format_json_quote_denormals: 1 };
const excerptBytes = 2048;
/** The code of UNKNOWN_SETTING. */
const unknownSetting = 115;

/** Runs one of the engine's statements. Its parameters already have ClickHouse's text format, so they are sent unchanged. */
export async function runStatement(server: Server, statement: Statement): Promise<StatementResult> {
  const sent = await send(server, `${statement.sql}\nFORMAT JSONCompact`, statement);
  if (typeof sent !== 'string') {
    return { ok: false, failure: sent };
  }
  const { meta, data } = JSON.parse(sent) as { meta: { name: string }[]; data: unknown[][] };
  return { ok: true, columns: meta.map(({ name }) => name), rows: data };
}

/** Runs a statement that writes, and has no answer. Throws with the server's message, without the password. */
export async function write(server: Server, statement: Writing): Promise<void> {
  const sent = await send(server, statement.sql, { ...statement, settings: statement.settings ?? {} });
  if (typeof sent !== 'string') {
    throw new Error(sent.excerpt);
  }
}

/** Sends a statement, without those of its settings that the server does not know because it is older. */
async function send(
  server: Server,
  sql: string,
  statement: Statement & Pick<Writing, 'data'>
): Promise<string | Failure> {
  const sent = await sendOnce(server, sql, statement);
  if (typeof sent === 'string' || sent.code !== unknownSetting) {
    return sent;
  }
  const [, unknown] = /\bsetting \W?(\w+)/i.exec(sent.excerpt) ?? [];
  const known = Object.entries(statement.settings).filter(([name]) => name !== unknown);
  return known.length < Object.keys(statement.settings).length
    ? send(server, sql, { ...statement, settings: Object.fromEntries(known) })
    : sent;
}

async function sendOnce(
  server: Server,
  sql: string,
  { params, settings: own, data }: Statement & Pick<Writing, 'data'>
): Promise<string | Failure> {
  const form = new FormData();
  Object.entries(params).forEach(([name, value]) => form.append(`param_${name}`, value));
  form.append('query', sql);
  const settings = Object.entries({ ...formats, ...own, database: server.database });
  const url = new URL(server.url);
  settings.forEach(([name, value]) => url.searchParams.set(name, String(value)));
  if (data !== undefined) {
    url.searchParams.set('query', sql);
  }
  const failed = (failure: Omit<Failure, 'excerpt'>, text: string): Failure => ({
    ...failure,
    excerpt: withoutSecret(text, server.password).slice(0, excerptBytes),
  });
  let response: Response;
  let text: string;
  try {
    response = await fetch(url, {
      method: 'POST',
      body: data ?? form,
      headers: { 'X-ClickHouse-User': server.user, 'X-ClickHouse-Key': server.password },
    });
    text = await response.text();
  } catch (thrown) {
    const { cause, message } = thrown as Error;
    return failed({ phase: 'connect', status: 0, code: 0 }, cause instanceof Error ? cause.message : message);
  }
  if (!response.ok) {
    const code = Number(response.headers.get('X-ClickHouse-Exception-Code') ?? 0);
    return failed({ phase: 'status', status: response.status, code }, text);
  }
  return text;
}

function withoutSecret(text: string, secret: string): string {
  return secret === '' ? text : text.split(secret).join('***');
}
