import { Command } from 'commander';
import { connected, withConnection } from '../connection.ts';
import { heading, moment, table } from '../table.ts';
import { type Filler } from './filler.ts';
import { lastClosed } from './fill.ts';
import { day, hour, rowsOf } from './hours.ts';
import { filledUpTo, hoursGone, lateRows, noHours, otherVersions } from './messages.ts';
import { days, fillerOf, withSettings, type TierOptions } from './options.ts';
import { tablesOf } from './tables.ts';
import { hoursIn } from './wanted.ts';

interface StatusOptions extends TierOptions {
  days: number;
}

export function statusCommand(): Command {
  const command = new Command('status')
    .description('says which hours are filled, how far that lags behind, what came late, and how large the tables are')
    .option('--days <days>', 'days to look at', days, 30);
  return withSettings(withConnection(command)).action(async (options: StatusOptions) => {
    await connected(options, async (connection) => {
      console.log(await statusText(fillerOf(connection, options), options.days));
    });
  });
}

export async function statusText(filler: Filler, back: number): Promise<string> {
  const now = (filler.now ?? Date.now)();
  const to = lastClosed(now, 0);
  const from = Math.floor((to - back * day) / hour) * hour;
  const { hours, version, late } = await hoursIn(filler, { from, to }, { lateHours: 48, refill: false });
  const marked = hours.filter(({ mark }) => mark?.version === version);
  const others = hours.filter(({ mark }) => mark && mark.version !== version);
  const due = hours.filter(({ due }) => due !== undefined);
  const gone = hours.filter(({ isGone }) => isGone);
  const [last] = marked.slice(-1);
  const sizes = await sizesOf(filler);
  return [
    last ? filledUpTo(marked.length, hours.length, new Date((last.at + 1) * hour), now) : noHours(),
    ...(others.length > 0 ? [otherVersions(others.length)] : []),
    ...(late > 0 ? [lateRows(late)] : []),
    ...(gone.length > 0 ? [hoursGone(gone.length)] : []),
    ...(due.length > 0 ? [`${due.length} hours are to be filled.`] : []),
    heading('Size'),
    table(['table', 'rows', 'MB on disk', 'MB uncompressed'], sizes),
    heading('The last hours'),
    table(
      ['hour (UTC)', 'spans', 'rows', 'filled at'],
      hours
        .slice(-12)
        .map(({ at, spans, mark }) => [
          moment(new Date(at * hour).toISOString()),
          spans,
          mark?.rows ?? null,
          mark ? moment(new Date(mark.marked).toISOString()) : null,
        ])
    ),
  ].join('\n');
}

async function sizesOf(filler: Filler): Promise<unknown[][]> {
  const { calls, hours } = tablesOf(filler.settings);
  const rows = await rowsOf<{ name: string; rows: unknown; disk: unknown; raw: unknown }>(
    filler,
    [
      'SELECT table AS name, sum(rows) AS rows, sum(data_compressed_bytes) / 1e6 AS disk, sum(data_uncompressed_bytes) / 1e6 AS raw',
      'FROM system.parts',
      'WHERE active AND (database, table) IN (({callsDatabase:String}, {calls:String}), ({hoursDatabase:String}, {hours:String}))',
      'GROUP BY table',
      'ORDER BY table',
    ].join('\n'),
    {
      callsDatabase: calls[0] ?? '',
      calls: calls[calls.length - 1] ?? '',
      hoursDatabase: hours[0] ?? '',
      hours: hours[hours.length - 1] ?? '',
    }
  );
  return rows.map(({ name, rows: count, disk, raw }) => [name, Number(count), Number(disk), Number(raw)]);
}
