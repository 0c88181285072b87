import type { IncomingMessage } from 'node:http';
import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate } from 'node:zlib';
import { exception } from './errors.ts';

const DECODERS: Record<string, (body: Buffer) => Promise<Buffer>> = {
  gzip: promisify(gunzip) as (body: Buffer) => Promise<Buffer>,
  deflate: promisify(inflate) as (body: Buffer) => Promise<Buffer>,
  br: promisify(brotliDecompress) as (body: Buffer) => Promise<Buffer>,
};

/**
 * Reads a request's whole body and undoes its Content-Encoding.
 * @throws Exception 48 for an encoding other than gzip, deflate and br; 354 for a body that does not decode
 */
export async function readBody(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) {
    chunks.push(chunk as Buffer);
  }
  const body = chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks);
  const encoding = message.headers['content-encoding'] ?? 'identity';
  if (encoding === 'identity' || body.length === 0) {
    return body;
  }
  const decode = DECODERS[encoding];
  if (!decode) {
    throw exception(48, 'NOT_IMPLEMENTED', `Content-Encoding '${encoding}' is not supported`);
  }
  return decode(body).catch((error: unknown) => {
    throw exception(354, 'ZLIB_INFLATE_FAILED', `inflate failed: ${String(error)}`);
  });
}

/**
 * Reads the text fields of a multipart/form-data body. Files (external tables) are left out.
 * @throws Exception 36 for a malformed body
 */
export async function readForm(body: Buffer, contentType: string): Promise<Map<string, string>> {
  const response = new Response(new Uint8Array(body), { headers: { 'content-type': contentType } });
  const form = await response.formData().catch((error: unknown) => {
    throw exception(36, 'BAD_ARGUMENTS', `Cannot read multipart/form-data: ${String(error)}`);
  });
  const fields = new Map<string, string>();
  form.forEach((value, name) => {
    if (typeof value === 'string') {
      fields.set(name, value);
    }
  });
  return fields;
}
