import { effectivePrice } from '../../../src/engine/pricing/effective.ts';
import type { Segment } from '../../../src/engine/pricing/rates.ts';
import { allRates } from '../../../src/engine/pricing/rates.ts';
import type { PriceSettings } from '../../../src/engine/settings/prices.ts';
import type { Judge } from '../config/schema.ts';
import { nanoDollars } from '../cap.ts';

export interface Tokens {
  input: number;
  output: number;
}

/** What tokens cost, in billionths of a dollar, rounded up. */
export type Price = (tokens: Tokens) => number;

/** The price of a judge’s model now: that in its file, or else that of the price table; undefined where neither knows it. */
export function priceOf({ model }: Pick<Judge, 'model'>, settings: PriceSettings, now: number): Price | undefined {
  const own = model.price;
  if (own) {
    return ({ input, output }) => nanos(input * own.input + output * own.output);
  }
  const price = effectivePrice({ provider: model.provider, model: model.name }, settings);
  const levels = price && segmentAt(price.segments, now)?.levels;
  if (!levels || levels.length === 0) {
    return undefined;
  }
  return ({ input, output }) => {
    const level = [...levels].reverse().find(({ above }) => above === 0 || input > above) ?? levels[0];
    const rates = allRates(level?.rates ?? {});
    return nanos(input * rates.input + output * rates.output) + Math.ceil(rates.perRequest * nanoDollars);
  };
}

/** Rates are USD for a million tokens. */
const nanos = (dollarsByMillion: number): number => Math.ceil((dollarsByMillion * nanoDollars) / 1e6 - 1e-6);

/** The segment of a moment: prices may change from a day on, and with the time of day. */
function segmentAt(segments: readonly Segment[], now: number): Segment | undefined {
  const seconds = Math.floor(now / 1000);
  return segments.filter(({ from, second }) => from <= seconds && second <= seconds % 86_400).at(-1);
}
