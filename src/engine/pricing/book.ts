import { knownPrice, effectivePrice, type EffectivePrice } from './effective.ts';
import { allRates, rateNames, ratesIn, soundStandIns, tiers, type Level, type RateName } from './rates.ts';
import type { PresentModel } from './resolve.ts';
import type { PriceSettings } from '../settings/prices.ts';
import { Stages, type Stage } from './stages.ts';
import { builtIn, type PriceTable } from './table.ts';
import { priceVersion } from './version.ts';

/**
 * The prices of the models in a table, as numbers that can be sent with a statement.
 *
 * A model's name leads to a slot. A slot is a price id or, if the price changed, a number above all price ids that leads on
 * by the day, and then by the time of day. A price id with a next level leads to the next id by the size of the call.
 */
export interface PriceBook {
  version: string;
  /** The models without any price. */
  unpriced: readonly PresentModel[];
  /** The number of models that were left out, because the statement would become too large. */
  leftOut: number;
  /** The `modelKey` of each model; `slots[i]` is the slot of `keys[i]`. */
  keys: readonly string[];
  slots: readonly number[];
  /** The slots of comparison models, by `modelKey`. */
  comparisons: Readonly<Record<string, number>>;
  byDay: Stage;
  bySecond: Stage;
  /** Price ids are 1 to `levels.length`, in this order. */
  levels: readonly (Level & { contextWindow: number | undefined; next: number | undefined; assumed: boolean })[];
  /** The largest number of levels of a price, minus one. */
  furtherLevels: number;
  /** The share that a batch saves, whatever the price table says; undefined if it decides. */
  batchDiscount: number | undefined;
}

/** The largest number of prices that are sent with a statement, at different times and for different sizes of calls. */
const mostLevels = 1000;

/** The longest list of names that is sent with a statement, in characters. */
const mostText = 400 * 1024;

export const modelKey = ({ provider, model }: PresentModel): string => `${provider}\n${model}`;

/**
 * Looks up the prices of models.
 * @param present the models of a data source, as its spans name them, with response and request models separately; the most
 *   used ones first, because there may be too many for a statement: names of one price share it
 * @param comparisons models of `knownModels` for `whatIfId`
 */
export function priceBook(
  present: readonly PresentModel[],
  settings: PriceSettings,
  comparisons: readonly PresentModel[] = [],
  table: PriceTable = builtIn
): PriceBook {
  const priced = present.map((model) => ({ model, price: effectivePrice(model, settings, table) }));
  const { kept, leftOut } = fitting(priced);
  const known = kept.filter(hasPrice);
  const compared = comparisons.map((model) => ({ model, price: knownPrice(model, settings, table) })).filter(hasPrice);
  const prices = new Map([...known, ...compared].map(({ price }) => [price.id, price]));

  const levels = [...prices.values()].flatMap((price) =>
    price.segments.flatMap((segment) =>
      segment.levels.map((level, index) => ({
        ...level,
        contextWindow: price.contextWindow,
        next: segment.levels[index + 1]?.above,
        assumed: segment.assumed ?? false,
      }))
    )
  );
  const stages = new Stages(levels.length);
  const slots = new Map([...prices].map(([id, price]) => [id, stages.slot(price.segments)]));
  const slotOf = ({ price }: { price: EffectivePrice }): number => slots.get(price.id) ?? 0;
  return {
    version: priceVersion(settings, table),
    batchDiscount: settings.batchDiscount,
    leftOut,
    unpriced: kept.filter((one) => !hasPrice(one)).map(({ model }) => model),
    keys: known.map(({ model }) => modelKey(model)),
    slots: known.map(slotOf),
    comparisons: Object.fromEntries(compared.map((one) => [modelKey(one.model), slotOf(one)])),
    ...stages.tables(),
    levels,
    furtherLevels: Math.max(
      0,
      ...[...prices.values()].flatMap((price) => price.segments.map((s) => s.levels.length - 1))
    ),
  };
}

/** What is not known of a price, as bits of a number: a rate, or one of these. */
export const doubts = {
  ...(Object.fromEntries(rateNames.map((name, index) => [name, 2 ** index])) as Record<RateName, number>),
  /** Whether nothing is known of the service tier, so that the standard prices stand in. */
  tier: 2 ** rateNames.length,
  /** Whether the price depends on the input, and on the output: a call that does not say how much is not priced in full. */
  needsInput: 2 ** (rateNames.length + 1),
  needsOutput: 2 ** (rateNames.length + 2),
  /** Whether the model's name only begins like one that has this price. */
  assumed: 2 ** (rateNames.length + 3),
};

/** The rates of a book in blocks by tier, the standard one first: `rates.input[i]` is that of the price id `i + 1`. */
export interface RateColumns {
  rates: Readonly<Record<RateName, readonly number[]>>;
  doubts: readonly number[];
}

/** Lists the rates of a book. @param byTier whether to add the blocks of `tiers` */
export function rateColumns({ levels, batchDiscount }: PriceBook, byTier: boolean): RateColumns {
  const rows = [undefined, ...(byTier ? tiers : [])].flatMap((tier) =>
    levels.map((level) => {
      const own = tier === undefined ? level.rates : ratesIn(level, tier, batchDiscount);
      const known = own ?? level.rates;
      const all = allRates(known);
      const unknown = rateNames.filter((name) => known[name] === undefined && !soundStandIns.includes(name));
      return {
        all,
        doubts: [
          ...unknown.map((name) => doubts[name]),
          ...(own === undefined ? [doubts.tier] : []),
          ...(all.input > 0 ? [doubts.needsInput] : []),
          ...(all.output > 0 ? [doubts.needsOutput] : []),
          ...(level.assumed ? [doubts.assumed] : []),
        ].reduce((sum, bit) => sum + bit, 0),
      };
    })
  );
  return {
    rates: Object.fromEntries(rateNames.map((name) => [name, rows.map(({ all }) => all[name])])) as Record<
      RateName,
      number[]
    >,
    doubts: rows.map((row) => row.doubts),
  };
}

/** Keeps the first models whose names and prices fit into a statement; sorted, so that equal ones make equal statements. */
function fitting<T extends { model: PresentModel; price: EffectivePrice | undefined }>(
  all: readonly T[]
): { kept: T[]; leftOut: number } {
  const prices = new Set<string>();
  let [levels, text] = [0, 0];
  const kept = all.filter(({ model, price }) => {
    const own = !price || prices.has(price.id) ? 0 : sizeOf(price);
    const length = modelKey(model).length;
    if (levels + own > mostLevels || text + length > mostText) {
      return false;
    }
    if (price) {
      prices.add(price.id);
    }
    [levels, text] = [levels + own, text + length];
    return true;
  });
  kept.sort((a, b) => (modelKey(a.model) < modelKey(b.model) ? -1 : 1));
  return { kept, leftOut: all.length - kept.length };
}

const sizeOf = ({ segments }: EffectivePrice): number =>
  segments.reduce((sum, segment) => sum + segment.levels.length, 0);

function hasPrice<T extends { price: EffectivePrice | undefined }>(one: T): one is T & { price: EffectivePrice } {
  return one.price !== undefined;
}
