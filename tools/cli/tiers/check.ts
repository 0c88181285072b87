import { Command } from 'commander';
import { connected, withConnection } from '../connection.ts';
import { table } from '../table.ts';
import { type Filler } from './filler.ts';
import { lastClosed } from './fill.ts';
import { comparisons } from './comparisons.ts';
import { day, hour } from './hours.ts';
import { allSame, differing, noHours } from './messages.ts';
import { days, fillerOf, wholeNumber, withSettings, type TierOptions } from './options.ts';
import { hoursIn } from './wanted.ts';

interface CheckOptions extends TierOptions {
  days: number;
  hours: number;
}

export function checkCommand(): Command {
  const command = new Command('check')
    .description('asks some filled hours twice, of the tables and of the spans, and fails if they differ')
    .option('--days <days>', 'days from which hours are taken', days, 30)
    .option('--hours <hours>', 'how many hours to take', wholeNumber, 12);
  return withSettings(withConnection(command)).action(async (options: CheckOptions) => {
    await connected(options, async (connection) => {
      const { checked, different } = await check(fillerOf(connection, options), options);
      if (checked === 0) {
        console.log(noHours());
        process.exitCode = 1;
        return;
      }
      if (different.length > 0) {
        console.log(table(['hour (UTC)', 'value', 'group', 'kept', 'spans'], different));
        console.log(differing(different.length));
        process.exitCode = 1;
        return;
      }
      console.log(allSame(checked));
    });
  });
}

/** Compares filled hours that lie evenly over the days. */
export async function check(
  filler: Filler,
  { days: back, hours: wanted }: { days: number; hours: number }
): Promise<{ checked: number; different: unknown[][] }> {
  const to = lastClosed((filler.now ?? Date.now)(), 0);
  const { hours, version } = await hoursIn(filler, { from: to - back * day, to }, { lateHours: 48, refill: false });
  const filled = hours.filter(({ mark, spans, isGone }) => mark?.version === version && spans > 0 && !isGone);
  const step = Math.max(1, Math.floor(filled.length / wanted));
  const chosen = filled.filter((_, index) => index % step === 0).slice(0, wanted);
  const different: unknown[][] = [];
  for (const { at } of chosen) {
    const rows = await comparisons(filler, { from: at * hour, to: (at + 1) * hour });
    different.push(...rows.map((row) => [new Date(at * hour).toISOString().slice(0, 16), ...row]));
  }
  return { checked: chosen.length, different };
}
