import { dropStatements, type Ddl } from '../../../src/engine/tiers/ddl.ts';
import { dropViewStatements } from '../../../src/engine/tiers/views/views.ts';
import type { Filler } from './filler.ts';
import type { Tables } from './tables.ts';

/** The statements that remove views and tables. */
export const removing = (tables: Tables, { cluster }: Pick<Ddl, 'cluster'> = {}): string[] => [
  ...dropViewStatements(tables),
  ...dropStatements({ ...tables, cluster }),
];

/** Writes statements one after the other. */
export async function writeAll({ write }: Pick<Filler, 'write'>, statements: readonly string[]): Promise<void> {
  for (const sql of statements) {
    await write({ sql, params: {} });
  }
}
