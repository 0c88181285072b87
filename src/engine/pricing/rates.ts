/** What tokens cost, in USD per million; a request, in USD. */
export interface Rates {
  input: number;
  output: number;
  cacheRead: number;
  cacheWrite: number;
  perRequest: number;
}

/** The rates of calls with more than `above` input tokens, cached ones included. They are for all of the call's tokens. */
export interface Level {
  above: number;
  rates: Rates;
}

/** From `from` (seconds since 1970) on, and of each day from `second` (UTC) on, until the next one. No levels: no price. */
export interface Segment {
  from: number;
  second: number;
  levels: readonly Level[];
}

/** Cached tokens without a price of their own are input tokens like any other. */
export function ratesOf(prices: {
  input: number;
  output: number;
  cacheRead?: number | undefined;
  cacheWrite?: number | undefined;
  perRequest?: number | undefined;
}): Rates {
  const { input, output, cacheRead = input, cacheWrite = input, perRequest = 0 } = prices;
  return { input, output, cacheRead, cacheWrite, perRequest };
}
