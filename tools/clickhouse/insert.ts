import { randomUUID } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RawInsertFormat, Session } from 'chdb';
import { exception } from './errors.ts';
import type { QueryResult } from './result.ts';
import { literal } from './sql.ts';

const RAW_FORMATS: ReadonlySet<string> = new Set<RawInsertFormat>([
  'JSONEachRow',
  'JSONCompactEachRow',
  'CSV',
  'CSVWithNames',
  'TSV',
  'TabSeparated',
  'TSVWithNames',
  'TabSeparatedWithNames',
]);
const TEXT_FORMATS = /^(JSON|CSV|TSV|TabSeparated|Custom|Values|Template|Regexp|LineAs|TSKV)/i;
const PLAIN_INSERT = /^\s*INSERT\s+INTO\s+(?:TABLE\s+)?(\w+(?:\.\w+)?)\s*(?:\(([\w\s,]+)\))?\s*$/i;

/**
 * Runs `INSERT ... FORMAT x` followed by rows, handing the rows to the engine without copying them where it can.
 * @param query the statement and its rows
 * @param text the statement decoded, at least up to the rows
 * @param at indexes into `text`: of the FORMAT keyword, and of the end of the format's name
 * @throws Exception 48 for binary rows in a statement other than INSERT INTO table [(columns)]; any error of the engine
 */
export async function insertRows(
  session: Session,
  query: Buffer,
  text: string,
  format: string,
  at: { formatAt: number; dataAt: number }
): Promise<QueryResult> {
  const statement = text.slice(0, at.formatAt);
  const [, table, columns] = PLAIN_INSERT.exec(statement) ?? [];
  const values = rowsOf(query.subarray(Buffer.byteLength(text.slice(0, at.dataAt))));
  const done = {
    body: new Uint8Array(),
    format,
    readRows: 0,
    readBytes: 0,
    writtenRows: 0,
    writtenBytes: 0,
    elapsed: 0,
  };
  if (table !== undefined && RAW_FORMATS.has(format)) {
    const written = await session.insert({
      table,
      values,
      format: format as RawInsertFormat,
      ...(columns === undefined ? {} : { columns: columns.split(',').map((name) => name.trim()) }),
    });
    const { rowsWritten: rows, bytesWritten: bytes, elapsed } = written;
    return { ...done, readRows: rows, readBytes: bytes, writtenRows: rows, writtenBytes: bytes, elapsed };
  }
  if (TEXT_FORMATS.test(format)) {
    const result = await session.queryAsync(query.toString('utf8'));
    return { ...done, elapsed: result.elapsed };
  }
  if (table === undefined) {
    throw exception(
      48,
      'NOT_IMPLEMENTED',
      `Rows in ${format} need a plain INSERT INTO table (columns) FORMAT ${format}`
    );
  }
  return { ...done, elapsed: await insertFile(session, statement, format, values) };
}

/** Rows in a binary format cannot travel in the text of a statement, so the engine reads them from a file. */
async function insertFile(session: Session, statement: string, format: string, rows: Buffer): Promise<number> {
  const file = join(tmpdir(), `clickhouse-insert-${randomUUID()}`);
  try {
    await writeFile(file, rows, { mode: 0o600 });
    const result = await session.queryAsync(
      `${statement} FROM INFILE ${literal(file)} COMPRESSION 'none' FORMAT ${format}`
    );
    return result.elapsed;
  } finally {
    await rm(file, { force: true });
  }
}

/** As ClickHouse does: after the format's name come blanks, at most one line break, and then the rows. */
function rowsOf(rest: Buffer): Buffer {
  const blanks = /^[ \t]*;?[ \t]*\r?\n?/.exec(rest.toString('latin1', 0, 64))?.[0].length ?? 0;
  return rest.subarray(blanks);
}
