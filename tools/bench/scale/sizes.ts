import type { Host } from '../host.ts';

export interface Size {
  table: string;
  rows: number;
  bytes: number;
}

/** Rows of all tables, and their bytes on disk. */
export async function sizeOf(host: Host): Promise<Size[]> {
  const text = await host.command(
    "SELECT table, sum(rows), sum(bytes_on_disk) FROM system.parts WHERE active AND database = 'otel' GROUP BY table ORDER BY table"
  );
  return text
    .trim()
    .split('\n')
    .map((line) => line.split('\t'))
    .map(([table = '', rows, bytes]) => ({ table, rows: Number(rows), bytes: Number(bytes) }));
}
