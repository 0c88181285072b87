import { hash } from '../hash.ts';
import type { PriceSettings } from '../settings/prices.ts';
import { version } from './table.generated.ts';

/** Returns the version of the price table, `0.1.8-2026-09-23`, or `0.1.8-2026-09-23+1a2b3c4d` with the user's own prices. */
export function priceVersion({ aliases, overrides, batchDiscount, currencies }: PriceSettings): string {
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
