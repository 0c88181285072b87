import { overlay } from './overlay.ts';
import { providerId } from './providers.ts';
import type { Segment } from './rates.ts';
import { readingsOf } from './readings.ts';
import { resolve, type Entry, type PresentModel } from './resolve.ts';
import type { Override, PriceSettings } from '../settings/prices.ts';
import { builtIn, providerById, type PriceTable } from './table.ts';
import { isLike } from './wildcard.ts';

/** The price of a model, by the table and the user's own prices. */
export interface EffectivePrice {
  /** Identifies the price: it is the same for two names of one price, such as `gpt-4o` and `gpt-4o-2024-08-06`. */
  id: string;
  segments: readonly Segment[];
  /** Whether the model's name only begins like one that has this price, so that it is a guess. */
  assumed: boolean;
  /** Tokens. */
  contextWindow: number | undefined;
}

/** The price of models whose name ends with `:free`, as OpenRouter's do. */
const free: readonly Segment[] = [
  { from: 0, second: 0, levels: [{ above: 0, rates: { input: 0, output: 0 }, tiers: {} }] },
];

/** Finds the price of a model as spans name it; undefined if it never has one. */
export function effectivePrice(
  present: PresentModel,
  settings: PriceSettings,
  table: PriceTable = builtIn
): EffectivePrice | undefined {
  const alias = settings.aliases.find(({ match }) => isLike(match, present.model));
  const target = { provider: alias?.provider ?? present.provider, model: alias?.model ?? present.model };
  const entry =
    resolve(target, table) ??
    (alias ? resolve({ provider: alias.provider ?? '', model: alias.model }, table) : undefined);
  return priceOf([present, target], entry, settings, table);
}

/** Finds the price of a model of `knownModels`, by its ids, or of any name that a span may have. */
export function knownPrice(
  known: PresentModel,
  settings: PriceSettings,
  table: PriceTable = builtIn
): EffectivePrice | undefined {
  const provider = providerById(known.provider, table);
  const model = provider?.models.find(({ id }) => id === known.model);
  return provider && model
    ? priceOf([known], { provider, model, assumed: false }, settings, table)
    : effectivePrice(known, settings, table);
}

function priceOf(
  names: readonly PresentModel[],
  entry: Entry | undefined,
  settings: PriceSettings,
  table: PriceTable
): EffectivePrice | undefined {
  const overrides = settings.overrides.filter((override) => fits(override, names, entry, table));
  const isFree = names.some(({ model }) => /:free$/i.test(model.trim()));
  const segments = overlay(isFree ? free : (entry?.model.segments() ?? []), overrides);
  if (segments.every(({ levels }) => levels.length === 0)) {
    return undefined;
  }
  // The user's own price is no guess.
  const assumed = !isFree && overrides.length === 0 && (entry?.assumed ?? false);
  const own = overrides.map((override) => settings.overrides.indexOf(override));
  return {
    id: [isFree ? ':free' : entry ? `${entry.provider.id}/${entry.model.id}` : '', assumed ? '?' : '', ...own].join(
      '+'
    ),
    segments,
    assumed,
    contextWindow: entry?.model.contextWindow,
  };
}

function fits(
  override: Override,
  names: readonly PresentModel[],
  entry: Entry | undefined,
  table: PriceTable
): boolean {
  const models = names.flatMap(({ model }) => [model, ...readingsOf(model, table).map(({ name }) => name)]);
  const isModel = [...models, entry?.model.id ?? ''].some((name) => isLike(override.model, name));
  return isModel && (!override.provider || isProvider(override.provider, names, entry, table));
}

function isProvider(
  wanted: string,
  names: readonly PresentModel[],
  entry: Entry | undefined,
  table: PriceTable
): boolean {
  const id = providerId(wanted, table);
  return (
    names.some(({ provider }) => isLike(wanted, provider)) ||
    (!!id && (id === entry?.provider.id || names.some(({ provider }) => id === providerId(provider, table))))
  );
}
