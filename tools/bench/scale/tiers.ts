import { backfill } from '../../cli/tiers/backfill.ts';
import { createTiers, fillerOf } from '../filler.ts';
import type { Host } from '../host.ts';
import { cpuOf } from './reads.ts';

export interface Filled {
  spans: number;
  /** Seconds of one core that the server took, and seconds that passed. */
  cpu: number;
  seconds: number;
}

/** Settings that name tables that are not there, so that all is read from the spans. */
export const withoutTiers = {
  callsTable: 'no_calls',
  hoursTable: 'no_hours',
  minutesTable: 'no_minutes',
  censusTable: 'no_census',
};

/** Fills whole hours. */
export async function fillTiers(host: Host, window: { from: number; to: number }): Promise<Filled> {
  await createTiers(host);
  const before = await cpuOf(host);
  const { spans, seconds } = await backfill(fillerOf(host), window, { lateHours: 48, refill: false });
  return { spans, seconds, cpu: (await cpuOf(host)) - before };
}
