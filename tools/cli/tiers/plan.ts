import { Command } from 'commander';
import { connected, withConnection } from '../connection.ts';
import { table } from '../table.ts';
import { rowsIn } from './counts.ts';
import type { Filler } from './filler.ts';
import { day, hour } from './hours.ts';
import { gain } from './messages.ts';
import { fillerOf, withSettings, type TierOptions } from './options.ts';

/** Bytes of a stored call on disk, a little more than the 40 to 50 that bench:scale and the demo's traffic take. */
const bytesPerCall = 60;

export function planCommand(): Command {
  const command = new Command('plan').description(
    'says what the tables would gain here, by this table’s own figures of the last day'
  );
  return withSettings(withConnection(command)).action(async (options: TierOptions) => {
    await connected(options, async (connection) => {
      console.log(await planText(fillerOf(connection, options)));
    });
  });
}

export async function planText(filler: Filler): Promise<string> {
  const now = (filler.now ?? Date.now)();
  const window = { from: Math.floor(now / hour) * hour - day, to: Math.floor(now / hour) * hour };
  const { spans, calls } = await rowsIn(filler, window);
  const share = spans === 0 ? null : calls / spans;
  const mostRows = [7, 30].map((days) => [
    `${days} days`,
    spans * days,
    calls * days,
    calls === 0 ? null : spans / calls,
  ]);
  return [
    gain(spans, calls, share, (calls * 30 * bytesPerCall) / 1e6),
    table(['a question over', 'rows of the spans table', 'rows of calls', 'times fewer'], mostRows),
  ].join('\n');
}
