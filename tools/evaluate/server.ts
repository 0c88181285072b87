import type { HostSettings, Statement, StatementResult } from '../../src/engine/host.ts';
import type { Writing } from '../../src/engine/tiers/fill.ts';
import { rowsOf } from './content/read.ts';

/** A ClickHouse, as the worker uses it. */
export interface Server {
  settings: HostSettings;
  run: (statement: Statement) => Promise<StatementResult>;
  /** Throws with the server’s message. */
  write: (writing: Writing) => Promise<void>;
  /** SQL of the moment by which days and months turn; the server's clock if left out. */
  now?: string;
}

/** SQL of the moment, for statements of ours. */
export const nowOf = ({ now = "now64(3, 'UTC')" }: Pick<Server, 'now'>): string => now;

/** Rows of a statement of ours. Throws with the server’s message. */
export async function select<Row>(
  server: Pick<Server, 'run'>,
  sql: string,
  params: Record<string, string> = {}
): Promise<Row[]> {
  return (await rowsOf(server, { sql, params, settings: {} })) as Row[];
}
