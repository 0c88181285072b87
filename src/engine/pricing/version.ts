import { hash } from '../hash.ts';
import type { PriceSettings } from '../settings/prices.ts';
import { version } from './table.generated.ts';

/** Returns the version of the price table, `0.1.8-2026-09-23`, or `0.1.8-2026-09-23+1a2b3c4d` with the user's own prices. */
export function priceVersion({ aliases, overrides, batchDiscount }: PriceSettings): string {
  const own = JSON.stringify([
    aliases.map(({ match, provider, model }) => [match, provider, model]),
    overrides.map((one) => [
      ...[one.model, one.provider, one.from, one.to],
      ...[one.input, one.output, one.cacheRead, one.cacheWrite, one.perRequest],
    ]),
    batchDiscount,
  ]);
  return own === '[[],[],0.5]' ? version : `${version}+${hash(own)}`;
}
