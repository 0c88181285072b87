import { Command } from 'commander';
import { connected, withConnection } from '../connection.ts';
import { heading, moment, table } from '../table.ts';
import { censusTable } from '../../../src/engine/lookups/storedcensus.ts';
import { quoteText } from '../../../src/engine/sql/print.ts';
import { daysIn } from './days.ts';
import { describeSource, type Filler } from './filler.ts';
import { lastClosed } from './fill.ts';
import { day, hour, rowsOf } from './hours.ts';
import {
  daysKept,
  filledUpTo,
  hoursGone,
  lateRows,
  noDaysTable,
  noHours,
  notAddedUp,
  otherVersions,
} from './messages.ts';
import { days, fillerOf, withSettings, type TierOptions } from './options.ts';
import { tablesOf } from './tables.ts';
import { viewsText } from './viewsstatus.ts';
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
  const { hours, version, minutes, late } = await hoursIn(filler, { from, to }, { lateHours: 48, refill: false });
  const marked = hours.filter(({ mark }) => mark?.version === version);
  const others = hours.filter(({ mark }) => mark && mark.version !== version);
  const added = marked.filter(({ mark }) => mark?.minutes === minutes);
  const due = hours.filter(({ due }) => due !== undefined);
  const gone = hours.filter(({ isGone }) => isGone);
  const [last] = marked.slice(-1);
  const sizes = await sizesOf(filler);
  return [
    last ? filledUpTo(marked.length, hours.length, new Date((last.at + 1) * hour), now) : noHours(),
    ...(last && added.length < marked.length ? [notAddedUp(marked.length - added.length, minutes !== undefined)] : []),
    ...(others.length > 0 ? [otherVersions(others.length)] : []),
    ...(late > 0 ? [lateRows(late)] : []),
    ...(gone.length > 0 ? [hoursGone(gone.length)] : []),
    ...(due.length > 0 ? [`${due.length} hours are to be filled.`] : []),
    await daysText(filler, { from, to }),
    ...(await viewsText(filler, version)),
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

async function daysText(filler: Filler, window: { from: number; to: number }): Promise<string> {
  if (!censusTable(await describeSource(filler))) {
    return noDaysTable();
  }
  const days = (await daysIn(filler, window, { lateHours: 48 })).filter(({ spans }) => spans > 0);
  return daysKept(days.filter(({ isKept }) => isKept).length, days.length, days.filter(({ isDue }) => isDue).length);
}

async function sizesOf(filler: Filler): Promise<unknown[][]> {
  const { calls, minutes, hours, census } = tablesOf(filler.settings);
  const names = [calls, minutes, hours, census].map(
    (path) => `(${quoteText(path[0] ?? '')}, ${quoteText(path[path.length - 1] ?? '')})`
  );
  const rows = await rowsOf<{ name: string; rows: unknown; disk: unknown; raw: unknown }>(
    filler,
    [
      'SELECT table AS name, sum(rows) AS rows, sum(data_compressed_bytes) / 1e6 AS disk, sum(data_uncompressed_bytes) / 1e6 AS raw',
      'FROM system.parts',
      `WHERE active AND (database, table) IN (${names.join(', ')})`,
      'GROUP BY table',
      'ORDER BY table',
    ].join('\n')
  );
  return rows.map(({ name, rows: count, disk, raw }) => [name, Number(count), Number(disk), Number(raw)]);
}
