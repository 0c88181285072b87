import type { HostSettings } from '../../src/engine/host.ts';
import { createStatements } from '../../src/engine/tiers/ddl.ts';
import { keeping } from '../cli/keeping.ts';
import type { Filler } from '../cli/tiers/filler.ts';
import { tablesOf } from '../cli/tiers/tables.ts';
import type { Host } from './host.ts';

/** Fills with a host of the engine, whose clock it takes. */
export const fillerOf = (host: Host, settings: HostSettings = host.settings): Filler => ({
  settings,
  now: () => host.now(),
  run: keeping(async (statement) => ({ ok: true as const, ...(await host.answer(statement)) })),
  write: async ({ sql, params, data, settings: own }) => {
    const response = await host.post(data === undefined ? sql : `${sql}\n${data}`, params, own);
    if (!response.ok) {
      throw new Error(`${await response.text()}\n${sql}\n${JSON.stringify(params)}`);
    }
  },
});

export async function createTiers(host: Host, settings: HostSettings = host.settings): Promise<void> {
  for (const sql of createStatements(tablesOf(settings))) {
    await host.command(sql);
  }
}
