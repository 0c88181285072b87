import { effectivePrice, knownPrice } from './effective.ts';
import type { PresentModel } from './resolve.ts';
import { defaultPriceSettings, type PriceSettings } from '../settings/prices.ts';
import { providers } from './table.ts';

export interface KnownModel extends PresentModel {
  title: string;
}

/** Models with a price, by the table's ids: what a comparison may name. The user's own first. */
export function knownModels(settings: PriceSettings = defaultPriceSettings): KnownModel[] {
  const own = settings.overrides
    .filter(({ model }) => !model.includes('*'))
    .map(({ provider = '', model }) => ({ provider, model, title: model }));
  const table = providers().flatMap(({ id, title, models }) =>
    models
      .filter((model) => model.segments().some(({ levels }) => levels.length > 0))
      .map((model) => ({ provider: id, model: model.id, title: `${title}: ${model.id}` }))
  );
  return [...own, ...table];
}

/** Tokens that fit into a call of the model, as spans or the table name it; nothing where unknown. */
export function contextWindow(model: PresentModel, settings: PriceSettings = defaultPriceSettings): number | undefined {
  return (effectivePrice(model, settings) ?? knownPrice(model, settings))?.contextWindow;
}
