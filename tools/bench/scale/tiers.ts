import { backfill } from '../../cli/tiers/backfill.ts';
import { createTiers, fillerOf } from '../filler.ts';
import type { Host } from '../host.ts';
import { cpuOf } from './reads.ts';
import { traceBefore, versionOn } from './traffic.ts';

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

const options = { lateHours: 48, refill: false };
const day = 86_400_000;

/** Fills whole hours. */
export async function fillTiers(host: Host, window: { from: number; to: number }): Promise<Filled> {
  await createTiers(host);
  const before = await cpuOf(host);
  const { spans, seconds } = await backfill(fillerOf(host), window, options);
  return { spans, seconds, cpu: (await cpuOf(host)) - before };
}

/** Fills the last day, copies it to those before, whose spans are copies, too, and takes their census. Tells what the last day took. */
export async function fillLastDay(host: Host, { to, days }: { to: number; days: number }): Promise<Filled> {
  const filled = await fillTiers(host, { from: to - day, to });
  const first = `Hour >= fromUnixTimestamp64Milli(${to - day})`;
  for (let back = 1; back < days; back++) {
    const moved = (name: string) => `${name} - toIntervalDay(${back}) AS ${name}`;
    const version = `if(PromptVersion = '', '', ${versionOn(`Timestamp - toIntervalDay(${back})`)}) AS PromptVersion`;
    const tables = {
      genai_calls: [moved('Hour'), moved('Timestamp'), version, `${traceBefore(back)} AS TraceId`],
      genai_minutes: [moved('Hour'), moved('Timestamp'), version],
      genai_hours: [moved('Hour')],
    };
    for (const [table, replaced] of Object.entries(tables)) {
      await host.command(
        `INSERT INTO otel.${table} SELECT * REPLACE (${replaced.join(', ')}) FROM (SELECT * FROM otel.${table} WHERE ${first})`
      );
    }
  }
  await backfill(fillerOf(host), { from: to - days * day, to }, options);
  return filled;
}
