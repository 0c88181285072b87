import { rateNames, type Level, type Rates, type Segment } from './rates.ts';
import type { Override } from '../settings/prices.ts';

const secondsPerDay = 86400;
const noPrice: Segment = { from: 0, second: 0, levels: [] };

/** Lays the user's prices over the table's: on each day, the first matching one of `overrides` applies. */
export function overlay(table: readonly Segment[], overrides: readonly Override[]): readonly Segment[] {
  if (overrides.length === 0) {
    return table;
  }
  const days = [0, ...table.map(({ from }) => from), ...overrides.flatMap((one) => [start(one), end(one)])];
  return [...new Set(days)]
    .filter(Number.isFinite)
    .sort((a, b) => a - b)
    .flatMap((day) => {
      const own = overrides.find((one) => start(one) <= day && day < end(one));
      return own ? [{ from: day, second: 0, levels: [levelOf(own)] }] : redated(table, day);
    });
}

/** Goes on with the prices of another line from a day on, in seconds since 1970. */
export const goingOn = (before: readonly Segment[], after: readonly Segment[], day: number): readonly Segment[] => [
  ...(before.length > 0 ? before.filter(({ from }) => from < day) : [noPrice]),
  ...redated(after, day),
  ...after.filter(({ from }) => from > day),
];

function levelOf(own: Override): Level {
  const { flex, priority, batch } = own;
  return {
    above: 0,
    rates: known(own),
    tiers: {
      ...(flex ? { flex: known(flex) } : {}),
      ...(priority ? { priority: known(priority) } : {}),
      ...(batch ? { batch: known(batch) } : {}),
    },
  };
}

const known = (rates: { [Name in keyof Rates]?: number | undefined }): Rates =>
  Object.fromEntries(
    rateNames.flatMap((name) => {
      const rate = rates[name];
      return rate === undefined ? [] : [[name, rate]];
    })
  );

/** Returns the table's prices of a day, as if they began on it. */
function redated(table: readonly Segment[], day: number): Segment[] {
  const from = Math.max(...table.map((segment) => segment.from).filter((one) => one <= day));
  const current = table.filter((segment) => segment.from === from);
  return (current.length > 0 ? current : [noPrice]).map((segment) => ({ ...segment, from: day }));
}

function start({ from }: Override): number {
  return from === undefined ? 0 : secondsOf(from);
}

/** Returns the day after the last day of an override. */
function end({ to }: Override): number {
  return to === undefined ? Infinity : secondsOf(to) + secondsPerDay;
}

function secondsOf(day: string): number {
  return Date.parse(`${day}T00:00:00Z`) / 1000;
}
