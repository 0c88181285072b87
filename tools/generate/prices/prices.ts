import type { ConditionalPrice, ModelInfo, ModelPrice } from '@pydantic/genai-prices';

/** The columns in order. Audio, images, pages and searches are left out, because spans do not count them. */
const fields = ['input_mtok', 'output_mtok', 'cache_read_mtok', 'cache_write_mtok', 'requests_kcount'] as const;

/**
 * Writes a model's prices as periods separated by `;`, of which the last that applies counts:
 * `2.5 10 1.25;2026-08-17|3 12 1.5;3600..14400|6 24 3`. `2026-08-17` is a first day, `3600..14400` are seconds of a UTC day.
 * A price is in USD per million tokens (the last one per thousand requests), or `-` if there is none; `5>200000:10` is 5,
 * and 10 for a call with over 200000 input tokens. `0` is free, and `?` is a price that does not depend on tokens.
 */
export function pricesText({ prices }: ModelInfo): string {
  const periods: ConditionalPrice[] = Array.isArray(prices) ? prices : [{ prices }];
  return periods.map((period) => condition(period) + pricesOf(period.prices)).join(';');
}

function condition({ constraint }: ConditionalPrice): string {
  if (constraint === undefined) {
    return '';
  }
  return constraint.type === 'start_date'
    ? `${constraint.start_date}|`
    : `${secondOfDay(constraint.start_time)}..${secondOfDay(constraint.end_time)}|`;
}

function pricesOf(prices: ModelPrice): string {
  if (Object.keys(prices).length === 0) {
    return '0';
  }
  const values = fields.map((field) => priceText(prices[field]));
  const known = values.filter((value) => value !== '-').length;
  return known === 0 ? '?' : values.join(' ').replace(/( -)+$/, '');
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
