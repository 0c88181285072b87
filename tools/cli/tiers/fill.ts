import { readSettings } from '../../../src/engine/settings/settings.ts';
import { censusTable } from '../../../src/engine/lookups/storedcensus.ts';
import { hasMinutes } from '../../../src/engine/lookups/tier.ts';
import { keptReach } from '../../../src/engine/compile/evaluations/storedscores.ts';
import { fillStatements } from '../../../src/engine/tiers/fill.ts';
import { countsOf } from './counts.ts';
import { censusOf, type Filler } from './filler.ts';
import { rowsOf } from './hours.ts';
import { notOver } from './messages.ts';
import { tablesOf } from './tables.ts';

const hour = 3_600_000;

/**
 * Writes the calls of whole hours from the spans, and marks them. The window is at most a day, so that what is read at once
 * stays small. Throws with the server's message; what was written until then counts for nothing.
 */
export async function fill(filler: Filler, window: { from: number; to: number }): Promise<void> {
  const settings = readSettings(filler.settings);
  const { calls, minutes, hours, sql } = tablesOf(filler.settings);
  const { run, now } = await begin(filler, sql.hours);
  if (window.to > now) {
    throw new Error(notOver(new Date(window.to), new Date(now)));
  }
  const counts = await countsOf(filler, window);
  const { source, census } = await censusOf(filler, window);
  // The week before is known where days are kept; to read it for every hour would cost more than the scores of other libraries' calls.
  const reached = censusTable(source)
    ? await censusOf(filler, { from: window.from - keptReach * 1000, to: window.to }, 'kept days')
    : undefined;
  const statements = fillStatements({
    source,
    settings,
    census,
    ...(reached ? { scoreCensus: reached.census } : {}),
    window,
    run,
    spans: Array.from(
      { length: (window.to - window.from) / hour },
      (_, index) => counts.get(window.from / hour + index) ?? 0
    ),
    calls,
    ...(hasMinutes(source) ? { minutes } : {}),
    hours,
  });
  for (const statement of statements) {
    await filler.write(statement);
  }
}

/** The hours that are over for long enough that nothing is written of them any more, but what is late. */
export const lastClosed = (now: number, settlingSeconds: number): number =>
  Math.floor((now - settlingSeconds * 1000) / hour) * hour;

/**
 * The number of a run, and the server's time in epoch milliseconds. Later runs have greater numbers, also after one from a
 * machine whose clock was ahead; two that begin at the same moment are told apart by chance.
 */
async function begin(filler: Filler, marks: string): Promise<{ run: string; now: number }> {
  const [row] = await rowsOf<{ now: unknown; last: unknown }>(
    filler,
    `SELECT toString(toUnixTimestamp64Milli(now64(3))) AS now, toString(max(Run)) AS last FROM ${marks}`
  );
  const now = Number(row?.now ?? 0);
  const own = BigInt(now) * 1024n;
  const next = BigInt(String(row?.last ?? 0)) + 1n;
  return { run: String((own > next ? own : next) + BigInt(Math.floor(Math.random() * 1024))), now };
}
