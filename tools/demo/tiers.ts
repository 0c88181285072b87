import { createStatements } from '../../src/engine/tiers/ddl.ts';
import { keeping } from '../cli/keeping.ts';
import { runStatement, write } from '../cli/statement.ts';
import { backfill } from '../cli/tiers/backfill.ts';
import { lastClosed } from '../cli/tiers/fill.ts';
import type { Filler } from '../cli/tiers/filler.ts';
import { hour } from '../cli/tiers/hours.ts';
import { removing, writeAll } from '../cli/tiers/statements.ts';
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
export const dropTiers = (filler: Filler): Promise<void> => writeAll(filler, removing(tablesOf(filler.settings)));

/** Keeps the calls of the hours to come, by views, and of those since `from`, epoch milliseconds, the newest day first. */
export async function keepTiers(
  filler: Filler,
  { from, signal }: { from: number; signal: AbortSignal }
): Promise<void> {
  await writeAll(filler, createStatements(tablesOf(filler.settings)));
  await applyViews(filler);
  await backfill(
    filler,
    { from: Math.floor(from / hour) * hour, to: lastClosed(Date.now(), 0) },
    { lateHours: 48, refill: false, onProgress: () => signal.throwIfAborted() }
  );
}
