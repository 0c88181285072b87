import { createStatements } from '../../../src/engine/tiers/ddl.ts';
import type { HostSettings } from '../../../src/engine/host.ts';
import { readSettings } from '../../../src/engine/settings/settings.ts';
import { tablePath } from '../../../src/engine/source/tablepath.ts';
import type { Filler } from '../../../tools/cli/tiers/filler.ts';
import type { Host } from '../engine/support.ts';

/** Fills with a test's host, whose clock it takes. */
export const fillerOf = (host: Host, settings: HostSettings = host.settings): Filler => ({
  settings,
  now: () => host.now(),
  run: async (statement) => ({ ok: true, ...(await host.answer(statement)) }),
  write: async ({ sql, params }) => {
    const response = await host.post(sql, params);
    if (!response.ok) {
      throw new Error(`${await response.text()}\n${sql}\n${JSON.stringify(params)}`);
    }
  },
});

export async function createTiers(host: Host, settings: HostSettings = host.settings): Promise<void> {
  const { callsTable, hoursTable, database } = readSettings(settings);
  const path = (table: string) => tablePath(table, database);
  for (const sql of createStatements({ calls: path(callsTable), hours: path(hoursTable) })) {
    await host.command(sql);
  }
}
