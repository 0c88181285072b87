import type { ConditionalPrice, ModelInfo, ModelPrice } from '@pydantic/genai-prices';

import type { FurtherRates } from './further.ts';

/** The columns in order. */
const fields = ['input_mtok', 'output_mtok', 'cache_read_mtok', 'cache_write_mtok', 'requests_kcount'] as const;

/** What follows them with a code each. Pages and hours are left out, because spans do not count them. */
const coded = {
  h: 'cache_write_1h_mtok',
  ai: 'input_audio_mtok',
  ar: 'cache_audio_read_mtok',
  ao: 'output_audio_mtok',
  ii: 'input_image_mtok',
  ir: 'cache_image_read_mtok',
  io: 'output_image_mtok',
  s: 'web_searches_kcount',
} as const;

/**
 * Writes a model's prices as periods separated by `;`, of which the last that applies counts:
 * `2.5 10 1.25;2026-08-17|3 12 1.5;3600..14400|6 24 3`. `2026-08-17` is a first day, `3600..14400` are seconds of a UTC day.
 * A price is in USD per million tokens (the last one per thousand requests), or `-` if there is none; `5>200000:10` is 5,
 * and 10 for a call with over 200000 input tokens. `0` is free, and `?` is a price that does not depend on tokens.
 *
 * Further rates have a code: `h` for cache writes of an hour, `ai` `ar` `ao` for audio (input, cache reads, output),
 * `ii` `ir` `io` for images, `s` per thousand searches. `=` after the code means genai-prices, `~` LiteLLM's table. The
 * tiers flex, priority and batch are `f`, `p` and `b`: `p.i~0.45` is the input's price, `b~*0.5` half of all prices of tokens.
 */
export function pricesText({ prices }: Pick<ModelInfo, 'prices'>, further: FurtherRates): string {
  const periods: ConditionalPrice[] = Array.isArray(prices) ? prices : [{ prices }];
  return periods.map((period) => condition(period) + pricesOf(period.prices, further)).join(';');
}

function condition({ constraint }: ConditionalPrice): string {
  if (constraint === undefined) {
    return '';
  }
  return constraint.type === 'start_date'
    ? `${constraint.start_date}|`
    : `${secondOfDay(constraint.start_time)}..${secondOfDay(constraint.end_time)}|`;
}

function pricesOf(prices: ModelPrice, further: FurtherRates): string {
  if (Object.keys(prices).length === 0) {
    return '0';
  }
  const values = fields.map((field) => priceText(prices[field]));
  const known = values.filter((value) => value !== '-').length;
  if (known === 0) {
    return '?';
  }
  const own = Object.entries(coded).flatMap(([code, field]) =>
    prices[field] === undefined ? [] : [`${code}=${priceText(prices[field])}`]
  );
  const has = (code: string): boolean => own.some((one) => one.startsWith(`${code}=`));
  const others = further(prices).flatMap(([code, text]) => (has(code) ? [] : [`${code}~${text}`]));
  return [values.join(' ').replace(/( -)+$/, ''), ...own, ...others].join(' ');
}

function priceText(price: ModelPrice[string]): string {
  if (price === undefined || typeof price === 'number') {
    return String(price ?? '-');
  }
  return [price.base, ...price.tiers.map((tier) => `${tier.start}:${tier.price}`)].join('>');
}

/** Converts `00:30:00Z` to 1800. */
function secondOfDay(time: string): number {
  const [, hours, minutes, seconds] = /^(\d\d):(\d\d):(\d\d)Z$/.exec(time) ?? [];
  if (seconds === undefined) {
    throw new Error(`The price table format cannot represent the time of day ${time}.`);
  }
  return Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
}
