/** Prices of tokens, in USD per million, and of a request, in USD. */
export interface Rates {
  input: number;
  output: number;
  cacheRead: number;
  cacheWrite: number;
  perRequest: number;
}

/** The rates of calls with more than `above` input tokens, including cached ones. They apply to all tokens of the call. */
export interface Level {
  above: number;
  rates: Rates;
}

/** Prices from `from` (seconds since 1970), and each day from `second` (UTC), until the next segment. No levels mean no price. */
export interface Segment {
  from: number;
  second: number;
  levels: readonly Level[];
}

/** Fills in missing rates: cached tokens without their own price cost as much as other input tokens. */
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
