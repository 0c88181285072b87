import type { Host } from '../host.ts';
import type { Statement, StatementResult } from '../../../src/engine/host.ts';

/** What statements read, by ClickHouse's own count, and how long they took. */
export interface Read {
  statements: number;
  rows: number;
  bytes: number;
  seconds: number;
}

export const nothing: Read = { statements: 0, rows: 0, bytes: 0, seconds: 0 };

export const times = (read: Read, factor: number): Read => ({
  statements: read.statements * factor,
  rows: read.rows * factor,
  bytes: read.bytes * factor,
  seconds: read.seconds * factor,
});

export const sumOf = (reads: readonly Read[]): Read =>
  reads.reduce(
    (all, { statements, rows, bytes, seconds }) => ({
      statements: all.statements + statements,
      rows: all.rows + rows,
      bytes: all.bytes + bytes,
      seconds: all.seconds + seconds,
    }),
    nothing
  );

export type Question = Pick<Statement, 'sql' | 'params' | 'settings'>;

/** Runs a statement. Its time is the server's. */
export async function readBy(
  host: Host,
  { sql, params, settings }: Question
): Promise<{ answer: StatementResult & { ok: true }; read: Read }> {
  const response = await host.post(`${sql}\nFORMAT JSONCompact`, params, {
    output_format_json_quote_64bit_integers: 0,
    ...settings,
  });
  const text = await response.text();
  if (!response.ok) {
    throw new Error(`${text.slice(0, 2000)}\n${sql}`);
  }
  const { meta, data, statistics } = JSON.parse(text) as {
    meta: { name: string }[];
    data: unknown[][];
    statistics: { rows_read: number; bytes_read: number; elapsed: number };
  };
  return {
    answer: { ok: true, columns: meta.map(({ name }) => name), rows: data },
    read: { statements: 1, rows: statistics.rows_read, bytes: statistics.bytes_read, seconds: statistics.elapsed },
  };
}

/** CPU time that the server has spent, seconds of one core. */
export async function cpuOf(host: Host): Promise<number> {
  return Number(
    await host.command(
      "SELECT sum(value) / 1e6 FROM system.events WHERE event IN ('UserTimeMicroseconds', 'SystemTimeMicroseconds')"
    )
  );
}
