import type { ServerResponse } from 'node:http';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { Exception } from './errors.ts';
import { httpStatus } from './errors.ts';
import { contentType } from './formats.ts';
import type { QueryResult } from './result.ts';

const compress = promisify(gzip);

/** Sends a result, its headers and its summary. Counts in the summary are strings, as ClickHouse has them. */
export async function sendResult(response: ServerResponse, result: QueryResult, zip: boolean): Promise<void> {
  const body = zip ? await compress(result.body, { level: 3 }) : result.body;
  const summary = {
    read_rows: result.readRows,
    read_bytes: result.readBytes,
    written_rows: result.writtenRows,
    written_bytes: result.writtenBytes,
    total_rows_to_read: 0,
    result_rows: result.writtenRows,
    result_bytes: result.body.byteLength,
    elapsed_ns: Math.round(result.elapsed * 1e9),
  };
  response.setHeader(
    'X-ClickHouse-Summary',
    JSON.stringify(summary, (_, value) => textOfNumber(value))
  );
  response.setHeader('X-ClickHouse-Format', result.format);
  response.setHeader('Content-Type', contentType(result.format));
  if (zip) {
    response.setHeader('Content-Encoding', 'gzip');
  }
  response.setHeader('Content-Length', body.byteLength);
  response.end(body);
}

/** Sends an exception the way ClickHouse does: status and code by headers, text in the body. */
export function sendException(response: ServerResponse, error: Exception, version: string): void {
  const suffix = ` (version ${version})`;
  const text = error.text.replace(/[\r\n]+$/, '');
  response.statusCode = httpStatus(error.code);
  response.setHeader('X-ClickHouse-Exception-Code', error.code);
  sendText(response, `${text.endsWith(suffix) ? text : text + suffix}\n`);
}

/** Sends plain text with the status already set. */
export function sendText(response: ServerResponse, text: string): void {
  response.setHeader('Content-Type', 'text/plain; charset=UTF-8');
  response.end(text);
}

function textOfNumber(value: unknown): unknown {
  return typeof value === 'number' ? String(value) : value;
}
