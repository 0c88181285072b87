import type { ModelPrice } from '@pydantic/genai-prices';

import type { LitellmEntry } from './litellm.ts';

/** The rates that LiteLLM's table knows beside those of genai-prices, as codes and values, for a model with these prices. */
export type FurtherRates = (prices: ModelPrice) => [code: string, text: string][];

/** What LiteLLM calls the price of a token, by code. */
export const perToken: Readonly<Record<string, string>> = {
  i: 'input_cost_per_token',
  o: 'output_cost_per_token',
  r: 'cache_read_input_token_cost',
  w: 'cache_creation_input_token_cost',
  h: 'cache_creation_input_token_cost_above_1hr',
  ai: 'input_cost_per_audio_token',
  ar: 'cache_read_input_audio_token_cost',
  ao: 'output_cost_per_audio_token',
  ii: 'input_cost_per_image_token',
  ir: 'cache_read_input_image_token_cost',
  io: 'output_cost_per_image_token',
};

/** The rates that genai-prices has itself, or whose absence means the price of other input. */
const standard: readonly string[] = ['i', 'o', 'r', 'w'];

const tiers: Readonly<Record<string, string>> = { f: '_flex', p: '_priority', b: '_batches' };

/** Lists the further rates; none where the two tables differ about the plain ones, because they mean different prices then. */
export function furtherRates(entry: LitellmEntry | undefined): FurtherRates {
  return (prices) => {
    if (!entry || !agree(prices, entry)) {
      return [];
    }
    const above = thresholds(prices);
    const rate = (code: string, tier: string): string | undefined => stepsOf(entry, perToken[code] ?? '', tier, above);
    const modalities = Object.keys(perToken).filter((code) => !standard.includes(code));
    return [
      ...modalities.flatMap((code) => pair(code, rate(code, ''))),
      ...pair('s', searches(entry)),
      ...Object.entries(tiers).flatMap(([tier, suffix]) => {
        const own = Object.keys(perToken).flatMap((code) => pair(code, rate(code, suffix)));
        const share = own.length < 2 ? undefined : shareOf(own, (code) => rate(code, ''));
        return share === undefined
          ? own.map(([code, text]): [string, string] => [`${tier}.${code}`, text])
          : pair(tier, `*${share}`);
      }),
    ];
  };
}

/** Whether both tables mean the same price of plain input and output. */
function agree(prices: ModelPrice, entry: LitellmEntry): boolean {
  const same = (own: ModelPrice[string], theirs: unknown): boolean => {
    const base = typeof own === 'number' ? own : own?.base;
    const million = typeof theirs === 'number' ? theirs * 1e6 : undefined;
    return base === undefined || million === undefined
      ? (base ?? 0) === (million ?? 0)
      : Math.abs(base - million) <= 0.01 * base;
  };
  return (
    same(prices['input_mtok'], entry[perToken['i'] ?? '']) && same(prices['output_mtok'], entry[perToken['o'] ?? ''])
  );
}

/** The sizes of calls at which the model's own prices change; LiteLLM's table has further ones that nobody charges by. */
function thresholds(prices: ModelPrice): number[] {
  const all = Object.values(prices).flatMap((price) => (typeof price === 'object' ? price.tiers : []));
  return [...new Set(all.map(({ start }) => start))].sort((a, b) => a - b);
}

function stepsOf(entry: LitellmEntry, field: string, tier: string, above: readonly number[]): string | undefined {
  const base = entry[field + tier];
  if (typeof base !== 'number') {
    return undefined;
  }
  const steps = above.flatMap((start) => {
    const price = entry[`${field}_above_${start / 1000}k_tokens${tier}`];
    return typeof price === 'number' ? [`${start}:${perMillion(price)}`] : [];
  });
  return [perMillion(base), ...steps].join('>');
}

/** The price of a thousand searches; undefined if it depends on how much is searched for. */
function searches({ search_context_cost_per_query: costs }: LitellmEntry): string | undefined {
  const values = [...new Set(Object.values(costs ?? {}))];
  return values.length === 1 && typeof values[0] === 'number' ? String(rounded(values[0] * 1000)) : undefined;
}

/** The share of the standard prices that all of a tier's are; undefined if they are not the same. */
function shareOf(own: readonly [string, string][], rate: (code: string) => string | undefined): number | undefined {
  const shares = own.flatMap(([code, text]) => {
    const [tier, plain] = [text, rate(code) ?? ''].map((one) =>
      one.split('>').map((step) => Number(step.split(':').pop()))
    );
    return (tier ?? []).map((price, index) => price / (plain?.[index] ?? NaN));
  });
  const [first = NaN] = shares;
  return shares.every((share) => Math.abs(share - first) < 0.001) ? Math.round(first * 1000) / 1000 : undefined;
}

const pair = (code: string, text: string | undefined): [string, string][] => (text === undefined ? [] : [[code, text]]);

const perMillion = (price: number): number => rounded(price * 1e6);

/** Without the noise of binary fractions. */
const rounded = (price: number): number => Number(price.toPrecision(10));
