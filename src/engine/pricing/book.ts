import { knownPrice, effectivePrice, type EffectivePrice } from './effective.ts';
import type { Level, Rates } from './rates.ts';
import type { PresentModel } from './resolve.ts';
import type { PriceSettings } from '../settings/prices.ts';
import { Stages, type Stage } from './stages.ts';
import { priceVersion } from './version.ts';

/**
 * The prices of the models in a table, as numbers that can be sent with a statement.
 *
 * A model's name leads to a slot. A slot is a price id or, if the price changed, a number above all price ids that leads on
 * by the day, and then by the time of day. A price id with a next level leads to the next id by the size of the call.
 */
export interface PriceBook {
  version: string;
  batchDiscount: number;
  /** The models without any price. */
  unpriced: readonly PresentModel[];
  /** The `modelKey` of each model; `slots[i]` is the slot of `keys[i]`. */
  keys: readonly string[];
  slots: readonly number[];
  /** The slots of comparison models, by `modelKey`. */
  comparisons: Readonly<Record<string, number>>;
  byDay: Stage;
  bySecond: Stage;
  /** Price ids are 1 to `levels.length`, in this order. */
  levels: readonly (Level & { contextWindow: number | undefined; next: number | undefined })[];
  /** The largest number of levels of a price, minus one. */
  furtherLevels: number;
}

export const modelKey = ({ provider, model }: PresentModel): string => `${provider}\n${model}`;

/**
 * Looks up the prices of models.
 * @param present the models of a data source, as its spans name them, with response and request models separately
 * @param comparisons models of `knownModels` for `whatIfId`
 */
export function priceBook(
  present: readonly PresentModel[],
  settings: PriceSettings,
  comparisons: readonly PresentModel[] = []
): PriceBook {
  const priced = present.map((model) => ({ model, price: effectivePrice(model, settings) }));
  const known = priced.filter(hasPrice);
  const compared = comparisons.map((model) => ({ model, price: knownPrice(model, settings) })).filter(hasPrice);
  const prices = new Map([...known, ...compared].map(({ price }) => [price.id, price]));

  const levels = [...prices.values()].flatMap((price) =>
    price.segments.flatMap((segment) =>
      segment.levels.map((level, index) => ({
        ...level,
        contextWindow: price.contextWindow,
        next: segment.levels[index + 1]?.above,
      }))
    )
  );
  const stages = new Stages(levels.length);
  const slots = new Map([...prices].map(([id, price]) => [id, stages.slot(price.segments)]));
  const slotOf = ({ price }: { price: EffectivePrice }): number => slots.get(price.id) ?? 0;
  return {
    version: priceVersion(settings),
    batchDiscount: settings.batchDiscount,
    unpriced: priced.filter((one) => !hasPrice(one)).map(({ model }) => model),
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

/** Lists a rate of every price, by id starting at 1. */
export function ratesById(book: PriceBook, rate: keyof Rates): number[] {
  return book.levels.map(({ rates }) => rates[rate]);
}

function hasPrice<T extends { price: EffectivePrice | undefined }>(one: T): one is T & { price: EffectivePrice } {
  return one.price !== undefined;
}
