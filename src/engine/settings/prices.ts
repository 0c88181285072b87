import {
  emptyName,
  endsBeforeStart,
  negativePrice,
  notACurrency,
  notADay,
  notARate,
  notAShare,
} from './pricemessages.ts';
import * as z from 'zod/mini';

const name = z.string().check(z.refine((value) => value.trim() !== '', { error: emptyName() }));
const price = z.number({ error: negativePrice() }).check(z.minimum(0, { error: negativePrice() }));
const day = z.string({ error: notADay() }).check(z.refine(isDay, { error: notADay() }));

const alias = z.object({
  /** A model name in spans, complete or with `*`, in any case. */
  match: name,
  /** The provider whose price to use; by default, the span's own provider. */
  provider: z.optional(z.string()),
  model: name,
});

/** USD per million tokens, but per use where the name says so. */
const furtherRates = {
  /** Cached tokens without their own price cost as much as others. */
  cacheRead: z.optional(price),
  cacheWrite: z.optional(price),
  /** Those of the cache writes that are kept for an hour. */
  cacheWrite1h: z.optional(price),
  inputAudio: z.optional(price),
  cacheReadAudio: z.optional(price),
  outputAudio: z.optional(price),
  inputImage: z.optional(price),
  cacheReadImage: z.optional(price),
  outputImage: z.optional(price),
  /** USD per request. */
  perRequest: z.optional(price),
  /** USD per search that the provider made. */
  webSearch: z.optional(price),
};

const tierRates = z.optional(z.object({ input: price, output: price, ...furtherRates }));

const override = z
  .object({
    /** A model name in spans or in the price table, complete or with `*`, in any case. */
    model: name,
    /** Any provider if left out. */
    provider: z.optional(z.string()),
    /** The first and the last day with this price, in UTC; unlimited if left out. */
    from: z.optional(day),
    to: z.optional(day),
    input: price,
    output: price,
    ...furtherRates,
    /** The prices of service tiers. */
    flex: tierRates,
    priority: tierRates,
    batch: tierRates,
  })
  .check(
    z.refine(({ from = '', to = '9999-12-31' }) => from <= to, { error: endsBeforeStart(), path: ['to'], abort: true })
  );

const share = z
  .number({ error: notAShare() })
  .check(z.minimum(0, { error: notAShare() }), z.maximum(1, { error: notAShare() }));

const positiveRate = z.number({ error: notARate() }).check(z.positive({ error: notARate() }));

const fields = z.object({
  aliases: z._default(z.array(alias), []),
  /** The first match applies, before the price table. */
  overrides: z._default(z.array(override), []),
  /** US dollars for one unit of another currency in which costs are reported, by its code: `EUR`. */
  currencies: z._default(z.record(z.string().check(z.regex(/^[A-Z]{3}$/, notACurrency())), positiveRate), {}),
  /** The share of its cost that a call in a batch saves; by default what the price table says, or half. */
  batchDiscount: z.optional(share),
});

export type PriceSettings = z.infer<typeof fields>;
export type Override = PriceSettings['overrides'][number];

export const defaultPriceSettings: PriceSettings = { aliases: [], overrides: [], currencies: {} };

/** The setting `prices` of the data source. */
export const priceSettings = z._default(fields, defaultPriceSettings);

/** Whether the text is a day; `2026-02-30` only looks like one. */
export function isDay(value: string): boolean {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(value) ? Date.parse(`${value}T00:00:00Z`) : NaN;
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(value);
}
