import type { Filler } from './filler.ts';
import { tablesOf } from './tables.ts';

export const hour = 3_600_000;
export const day = 24 * hour;

/** A mark as it counts: the latest run of an hour. `at` is the number of the hour since 1970. */
export interface Mark {
  at: number;
  run: string;
  version: string;
  /** What its minutes were added up by; '' if they were not. */
  minutes: string;
  spans: number;
  rows: number;
  marked: number;
}

/** Reads rows of a statement of ours, by column name. Throws with the server's message. */
export async function rowsOf<Row>(
  { run }: Pick<Filler, 'run'>,
  sql: string,
  params: Record<string, string> = {}
): Promise<Row[]> {
  const answer = await run({ sql, params, settings: {} });
  if (!answer.ok) {
    throw new Error(answer.failure.excerpt);
  }
  return answer.rows.map((row) => Object.fromEntries(answer.columns.map((name, index) => [name, row[index]])) as Row);
}

/** The marks of hours in a window. */
export async function marksOf(filler: Filler, window: { from: number; to: number }): Promise<Mark[]> {
  const { sql } = tablesOf(filler.settings);
  const rows = await rowsOf<Record<string, unknown>>(
    filler,
    [
      'SELECT toInt64(intDiv(toUnixTimestamp(Hour), 3600)) AS at, toString(max(Run)) AS run,',
      '  argMax(Version, Run) AS version, argMax(Minutes, Run) AS minutes, argMax(Spans, Run) AS spans, argMax(Rows, Run) AS rows,',
      '  toUnixTimestamp64Milli(argMax(Marked, Run)) AS marked',
      `FROM ${sql.hours}`,
      'WHERE Hour >= toDateTime({from:Int64}) AND Hour < toDateTime({to:Int64})',
      'GROUP BY Hour',
      'ORDER BY at',
    ].join('\n'),
    secondsOf(window)
  );
  return rows.map(({ at, run, version, minutes, spans, rows: count, marked }) => ({
    at: Number(at),
    run: String(run),
    version: String(version),
    minutes: String(minutes),
    spans: Number(spans),
    rows: Number(count),
    marked: Number(marked),
  }));
}

export const secondsOf = ({ from, to }: { from: number; to: number }) => ({
  from: String(Math.floor(from / 1000)),
  to: String(Math.ceil(to / 1000)),
});

/** Neighbouring hours as ranges that lie in one day each: what is filled at once. */
export function rangesOf(hours: readonly number[]): { from: number; to: number }[] {
  const ranges: { from: number; to: number }[] = [];
  for (const at of [...hours].sort((a, b) => a - b)) {
    const last = ranges[ranges.length - 1];
    const isSameDay = last && Math.floor(last.from / day) === Math.floor((at * hour) / day);
    if (last && last.to === at * hour && isSameDay) {
      last.to += hour;
    } else {
      ranges.push({ from: at * hour, to: (at + 1) * hour });
    }
  }
  return ranges;
}

/** The server's clock, epoch milliseconds. */
export async function serverTime(filler: Pick<Filler, 'run'>): Promise<number> {
  const [row] = await rowsOf<{ now: unknown }>(filler, 'SELECT toString(toUnixTimestamp64Milli(now64(3))) AS now');
  return Number(row?.now ?? 0);
}
