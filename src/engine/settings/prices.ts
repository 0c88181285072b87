import { emptyName, endsBeforeStart, negativePrice, notADay, notAShare } from './pricemessages.ts';
import * as z from 'zod/mini';

const name = z.string().check(z.refine((value) => value.trim() !== '', { error: emptyName() }));
const price = z.number({ error: negativePrice() }).check(z.minimum(0, { error: negativePrice() }));
const day = z.string({ error: notADay() }).check(z.refine(isDay, { error: notADay() }));

const alias = z.object({
  /** A name in spans, whole or with `*`, in any case. */
  match: name,
  /** Whose price to take. Left out: that of the span's own provider. */
  provider: z.optional(z.string()),
  model: name,
});

const override = z
  .object({
    /** A name in spans or of the price table, whole or with `*`, in any case. */
    model: name,
    /** Left out: any. */
    provider: z.optional(z.string()),
    /** First and last day with this price, in UTC. Left out: ever. */
    from: z.optional(day),
    to: z.optional(day),
    /** USD per million tokens. Cached tokens without a price of their own cost as much as others. */
    input: price,
    output: price,
    cacheRead: z.optional(price),
    cacheWrite: z.optional(price),
    /** USD. */
    perRequest: z.optional(price),
  })
  .check(
    z.refine(({ from = '', to = '9999-12-31' }) => from <= to, { error: endsBeforeStart(), path: ['to'], abort: true })
  );

const share = z
  .number({ error: notAShare() })
  .check(z.minimum(0, { error: notAShare() }), z.maximum(1, { error: notAShare() }));

const fields = z.object({
  aliases: z._default(z.array(alias), []),
  /** The first that fits counts, before the price table. */
  overrides: z._default(z.array(override), []),
  /** The part of its cost that a call of a batch saves. */
  batchDiscount: z._default(share, 0.5),
});

export type PriceSettings = z.infer<typeof fields>;
export type Override = PriceSettings['overrides'][number];

export const defaultPriceSettings: PriceSettings = { aliases: [], overrides: [], batchDiscount: 0.5 };

/** The setting `prices` of the data source. */
export const priceSettings = z._default(fields, defaultPriceSettings);

/** `2026-02-30` has the form of a day, and is none. */
function isDay(value: string): boolean {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(value) ? Date.parse(`${value}T00:00:00Z`) : NaN;
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(value);
}
