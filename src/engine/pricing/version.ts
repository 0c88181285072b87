import { hash } from '../hash.ts';
import type { PriceSettings } from '../settings/prices.ts';
import type { SyncedPrices } from '../source/description.ts';
import { builtIn, type PriceTable } from './table.ts';

/** Returns the version of the price table, `0.1.8-2026-09-23`, or `0.1.8-2026-09-23+1a2b3c4d` with the user's own prices. */
export function priceVersion(
  { aliases, overrides, batchDiscount, currencies }: PriceSettings,
  { version }: PriceTable = builtIn
): string {
  const own = JSON.stringify([
    aliases.map(({ match, provider, model }) => [match, provider, model]),
    overrides.map(ordered),
    batchDiscount ?? null,
    ordered(currencies),
  ]);
  return own === '[[],[],null,[]]' ? version : `${version}+${hash(own)}`;
}

/** The same for the same prices, in whatever order they are written. */
const ordered = (value: object): unknown =>
  Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, one]: [string, unknown]) => [name, typeof one === 'object' && one !== null ? ordered(one) : one]);

/** Where prices come from, for whoever must know how old they are. Days are `2026-09-23`. */
export interface PriceMeta {
  version: string;
  /** `built-in`, or what they were synced from. */
  source: string;
  /** The day on which they were published or, if they were synced, on which that was. */
  date: string;
  /** The first day on which synced prices apply. */
  since?: string;
}

export const priceMeta = (synced: SyncedPrices | undefined): PriceMeta =>
  synced
    ? { version: synced.version, source: synced.source, date: dayOf(synced.synced), since: synced.since }
    : { version: builtIn.version, source: 'built-in', date: builtIn.version.slice(-10) };

const dayOf = (time: number): string => new Date(time).toISOString().slice(0, 10);
