import type { TableRead } from '../lookups/estimate.ts';
import { runAnyway } from '../messages.ts';
import { rangeThatPasses } from '../passing.ts';

/** What would make the table of calls have what a query reads: making it, or filling the query's hours. */
export type TierAdvice = 'apply' | 'fill';

interface Refused {
  /** The largest first. */
  reads: readonly TableRead[];
  limit: number;
  /** Seconds of the query's range; undefined where its text does not depend on it. */
  seconds: number | undefined;
  tier: TierAdvice | undefined;
  fromAlert: boolean;
}

/** A query may join any number of tables. */
const mostTables = 5;

/** Says how much a query would read of what, which range or table would do, and how to run it anyway. */
export function readsTooMuch({ reads, limit, seconds, tier, fromAlert }: Refused): string {
  const sum = reads.reduce((all, { rows }) => all + rows, 0);
  return [
    `The query would read about ${grouped(sum)} rows${tablesOf(reads)}, by ClickHouse's estimate, and the data source's limit is ${grouped(limit)} ("limits.estimateRows").`,
    seconds === undefined
      ? 'Its SQL does not depend on the time range: filter by it, with $__timeFilter and the column of the time.'
      : rangeThatPasses(seconds, limit / sum),
    ...(tier ? [advice[tier]] : []),
    fromAlert
      ? 'A rule that reads more than the limit is not run, whatever its query says: make it read less, or raise the limit.'
      : `To run it anyway, switch on "${runAnyway}" in the query's options, or set "estimate": "ignore".`,
  ]
    .filter((sentence) => sentence !== '')
    .join(' ');
}

const advice: Record<TierAdvice, string> = {
  apply:
    'It could read closed hours from a table of calls, which has a row a call instead of all spans: make one with "npm run cli -- tiers apply", and fill it with "tiers backfill".',
  fill: 'There is a table of calls, but no hour of this range is in it: fill those that are over, with "npm run cli -- tiers backfill" (after an upgrade, with --refill).',
};

function tablesOf(reads: readonly TableRead[]): string {
  const [first, ...others] = reads.slice(0, mostTables);
  if (!first) {
    return '';
  }
  const more = reads.length > mostTables ? [`${reads.length - mostTables} more tables`] : [];
  return others.length === 0
    ? ` of ${first.table}`
    : ` (${[...[first, ...others].map(({ table, rows }) => `${grouped(rows)} of ${table}`), ...more].join(', ')})`;
}

/** Writes 1234567 as 1,234,567. */
const grouped = (count: number): string => String(count).replace(/\B(?=(\d{3})+$)/g, ',');
