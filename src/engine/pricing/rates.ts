/** What a provider charges for. All are counts of tokens but requests and searches. */
export const rateNames = [
  ...(['input', 'output', 'cacheRead', 'cacheWrite', 'cacheWrite1h'] as const),
  ...(['inputAudio', 'cacheReadAudio', 'outputAudio', 'inputImage', 'cacheReadImage', 'outputImage'] as const),
  ...(['perRequest', 'webSearch'] as const),
] as const;

export type RateName = (typeof rateNames)[number];

/** Prices that are known: of tokens in USD per million, of a request and a search in USD. */
export type Rates = Readonly<Partial<Record<RateName, number>>>;

/** Prices of everything, a stand-in where none is known. */
export type AllRates = Readonly<Record<RateName, number>>;

/** The tiers of service that have prices of their own, in the order of their blocks in a price book, after the standard one. */
export const tiers = ['flex', 'priority', 'batch'] as const;

export type Tier = (typeof tiers)[number];

/** The prices of a tier: its own, or a share of the standard ones of all tokens. */
export type TierRates = { share: number } | Rates;

/** The rates of calls with more than `above` input tokens, including cached ones. They apply to all tokens of the call. */
export interface Level {
  above: number;
  rates: Rates;
  tiers: Readonly<Partial<Record<Tier, TierRates>>>;
}

/** Prices from `from` (seconds since 1970), and each day from `second` (UTC), until the next segment. No levels mean no price. */
export interface Segment {
  from: number;
  second: number;
  levels: readonly Level[];
  /** Whether the model's name only begins like one that has these prices, so that they are a guess. */
  assumed?: true;
}

/** The rates that a service tier does not change. */
const fees: readonly RateName[] = ['perRequest', 'webSearch'];

/** The rate that stands in where a rate is not known; 0 for the others. */
const standIns: Readonly<Partial<Record<RateName, RateName>>> = {
  cacheRead: 'input',
  cacheWrite: 'input',
  cacheWrite1h: 'cacheWrite',
  inputAudio: 'input',
  inputImage: 'input',
  cacheReadAudio: 'cacheRead',
  cacheReadImage: 'cacheRead',
  outputAudio: 'output',
  outputImage: 'output',
};

/** Rates whose stand-in is what providers charge: cached tokens without a price of their own cost as much as other input. */
export const soundStandIns: readonly RateName[] = ['cacheRead', 'cacheWrite', 'perRequest'];

/** Fills in the rates that are not known. */
export function allRates(known: Rates): AllRates {
  const rates: Partial<Record<RateName, number>> = {};
  for (const name of rateNames) {
    const standIn = standIns[name];
    rates[name] = known[name] ?? (standIn === undefined ? 0 : rates[standIn]) ?? 0;
  }
  return rates as AllRates;
}

/**
 * The known rates of a level in a tier, with those of the standard one where the tier changes nothing. Undefined if nothing
 * is known of the tier.
 * @param batchDiscount the share that a batch saves, instead of the level's own; by default half where it has none
 */
export function ratesIn(
  { rates, tiers: own }: Level,
  tier: Tier,
  batchDiscount: number | undefined
): Rates | undefined {
  const known: TierRates | undefined =
    tier === 'batch'
      ? batchDiscount === undefined
        ? (own.batch ?? { share: 0.5 })
        : { share: 1 - batchDiscount }
      : own[tier];
  if (known === undefined) {
    return undefined;
  }
  const names = Object.keys(rates) as RateName[];
  if ('share' in known) {
    const { share } = known;
    return Object.fromEntries(names.map((name) => [name, (rates[name] ?? 0) * (fees.includes(name) ? 1 : share)]));
  }
  return { ...Object.fromEntries(fees.filter((name) => name in rates).map((name) => [name, rates[name]])), ...known };
}
