import { effectivePrice, knownPrice } from './effective.ts';
import type { PresentModel } from './resolve.ts';
import { defaultPriceSettings, type PriceSettings } from '../settings/prices.ts';
import { builtIn, type PriceTable } from './table.ts';

export interface KnownModel extends PresentModel {
  title: string;
}

/** Lists the models with a price, by the table's ids, which a comparison may name. The user's own come first. */
export function knownModels(
  settings: PriceSettings = defaultPriceSettings,
  { providers }: PriceTable = builtIn
): KnownModel[] {
  const own = settings.overrides
    .filter(({ model }) => !model.includes('*'))
    .map(({ provider = '', model }) => ({ provider, model, title: model }));
  const table = providers().flatMap(({ id, title, models }) =>
    models
      .filter((model) => model.segments().some(({ levels }) => levels.length > 0))
      .map((model) => ({ provider: id, model: model.id, title: `${title}: ${model.id}` }))
  );
  // A line that goes on with a model under other names has the same id.
  const keyOf = ({ provider, model }: PresentModel): string => `${provider}\n${model}`;
  return [...own, ...new Map(table.map((one) => [keyOf(one), one])).values()];
}

/** Returns the context window in tokens of a model, as spans or the table name it; undefined if unknown. */
export function contextWindow(model: PresentModel, settings: PriceSettings = defaultPriceSettings): number | undefined {
  return (effectivePrice(model, settings) ?? knownPrice(model, settings))?.contextWindow;
}
