import { UserError } from '../../engine/errors.ts';
import { inEnglish } from '../../engine/schemamessages.ts';
import {
  defaultPriceSettings,
  priceSettings,
  type Override,
  type PriceSettings,
} from '../../engine/settings/prices.ts';
import type { Changes, JsonData } from '../settings/source.ts';

export type Prices = { ok: true; prices: PriceSettings } | { ok: false; problem: string };

/** Reads the setting `prices`, or says at which place it is wrong. */
export function pricesIn({ prices }: JsonData): Prices {
  const parsed = priceSettings.safeParse(prices ?? undefined, inEnglish);
  const issue = parsed.error?.issues[0];
  return parsed.success
    ? { ok: true, prices: parsed.data }
    : { ok: false, problem: `prices.${(issue?.path ?? []).join('.')}: ${issue?.message ?? ''}` };
}

type Saved = Partial<Record<keyof PriceSettings, unknown>> & { overrides?: Override[] };

const savedIn = ({ prices }: JsonData): Saved =>
  typeof prices === 'object' && prices !== null ? (prices as Saved) : {};

/** Whether two prices are of the same model and days, so that one replaces the other. */
const isSame = (a: Override, b: Override): boolean =>
  a.model === b.model && a.provider === b.provider && a.from === b.from && a.to === b.to;

/** Puts a price before the others, of which the first that matches applies; it replaces one of the same model and days. */
export const withPrice =
  (price: Override, instead?: Override) =>
  (jsonData: JsonData): Changes => {
    const saved = savedIn(jsonData);
    const others = (saved.overrides ?? []).filter((one) => !isSame(one, price) && !(instead && isSame(one, instead)));
    return checked({ ...saved, overrides: [price, ...others] });
  };

export const withoutPrice =
  (price: Override) =>
  (jsonData: JsonData): Changes => {
    const saved = savedIn(jsonData);
    const { overrides = [], ...rest } = saved;
    const left = overrides.filter((one) => !isSame(one, price));
    return checked(left.length > 0 ? { ...rest, overrides: left } : rest);
  };

/** A setting that is not valid would stop all queries. */
function checked(prices: Saved): Changes {
  const read = pricesIn({ prices });
  if (!read.ok) {
    throw new UserError(read.problem);
  }
  return { prices: Object.keys(prices).length > 0 ? prices : undefined };
}

/** What is wrong with a price that is being entered; undefined if nothing is. */
export function problemOf(price: Override): string | undefined {
  const read = pricesIn({ prices: { ...defaultPriceSettings, overrides: [price] } });
  return read.ok ? undefined : read.problem.replace(/^prices\.overrides\.0\.?/, '');
}
