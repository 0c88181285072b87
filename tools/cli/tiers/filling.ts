import { Command } from 'commander';
import { connected, withConnection } from '../connection.ts';
import { instant } from '../time.ts';
import { backfill } from './backfill.ts';
import { lastClosed } from './fill.ts';
import { day, hour, serverTime } from './hours.ts';
import { endsBefore, filled, progress } from './messages.ts';
import { fillerOf, wholeNumber, withSettings, type TierOptions } from './options.ts';

interface FillOptions extends TierOptions {
  from?: number;
  to?: number;
  lateHours: number;
  settling: number;
  refill?: boolean;
}

const withLateness = (command: Command): Command =>
  command
    .option(
      '--late-hours <hours>',
      'hours for which spans that come late make an hour be filled again',
      wholeNumber,
      48
    )
    .option('--settling <seconds>', 'seconds after which an hour that is over may be filled', wholeNumber, 900);

export function backfillCommand(): Command {
  const command = new Command('backfill')
    .description('fills past hours from the spans, the newest first; goes on where it was ended')
    .option('--from <time>', 'start, such as now-30d (default)', (text) => instant(text))
    .option('--to <time>', 'end (default: the last hour that is over)', (text) => instant(text))
    .option('--refill', 'also fill hours again that another version or other settings filled');
  return withLateness(withSettings(withConnection(command))).action(run);
}

/** What a cron job runs: nothing but the last days is looked at. */
export function fillCommand(): Command {
  const command = new Command('fill').description(
    'fills the hours that are over since the last time, and those of the last days whose spans came late; for cron'
  );
  return withLateness(withSettings(withConnection(command))).action((options: FillOptions) =>
    run({ ...options, from: Date.now() - options.lateHours * hour, refill: true })
  );
}

async function run(options: FillOptions): Promise<void> {
  await connected(options, async (connection) => {
    const filler = fillerOf(connection, options);
    // By the server's clock: this machine's may be ahead.
    const closed = lastClosed(Math.min(Date.now(), await serverTime(filler)), options.settling);
    if (options.from !== undefined && options.to !== undefined && options.to <= options.from) {
      throw new Error(endsBefore());
    }
    const to = Math.min(Math.floor((options.to ?? closed) / hour) * hour, closed);
    const from = Math.floor((options.from ?? closed - 30 * day) / hour) * hour;
    const done = await backfill(
      filler,
      { from, to: Math.max(from, to) },
      {
        lateHours: options.lateHours,
        refill: options.refill ?? false,
        onProgress: (at) => console.error(progress(at)),
      }
    );
    console.log(filled(done));
  });
}
