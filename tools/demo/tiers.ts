import { createStatements, dropStatements } from '../../src/engine/tiers/ddl.ts';
import { dropViewStatements } from '../../src/engine/tiers/views/views.ts';
import { keeping } from '../cli/keeping.ts';
import { runStatement, write } from '../cli/statement.ts';
import { backfill } from '../cli/tiers/backfill.ts';
import type { Filler } from '../cli/tiers/filler.ts';
import { hour } from '../cli/tiers/hours.ts';
import { tablesOf } from '../cli/tiers/tables.ts';
import { applyViews } from '../cli/tiers/views.ts';
import { budgets } from './budgets.ts';
import { demoUser } from './grafana/names.ts';

/** Fills the tables of closed hours of the demo's data source. */
export function demoFiller(url: string): Filler {
  const server = { url, ...demoUser };
  return {
    settings: { url, user: demoUser.user, database: demoUser.database, jsonData: { budgets } },
    run: keeping((statement) => runStatement(server, statement)),
    write: (writing) => write(server, writing),
  };
}

/** Removes the closed hours of another story. */
export async function dropTiers(filler: Filler): Promise<void> {
  const tables = tablesOf(filler.settings);
  for (const sql of [...dropViewStatements(tables), ...dropStatements(tables)]) {
    await filler.write({ sql, params: {} });
  }
}

/** Keeps the calls of the hours to come, by views, and of those since `from`, epoch milliseconds, the newest day first. */
export async function keepTiers(
  filler: Filler,
  { from, signal }: { from: number; signal: AbortSignal }
): Promise<void> {
  for (const sql of createStatements(tablesOf(filler.settings))) {
    await filler.write({ sql, params: {} });
  }
  await applyViews(filler);
  const whole = (time: number): number => Math.floor(time / hour) * hour;
  await backfill(
    filler,
    { from: whole(from), to: whole(Date.now()) },
    { lateHours: 48, refill: false, onProgress: () => signal.throwIfAborted() }
  );
}
