import { goingOn, overlay } from './overlay.ts';
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
  /** Tokens. */
  contextWindow: number | undefined;
  /** The line of the table that it is from, by the table's ids; undefined if it is the user's own, or free by its name. */
  line: PresentModel | undefined;
  /** The places of the settings' overrides that apply to it, on some day. */
  overrides: readonly number[];
}

/** The price of models whose name ends with `:free`, as OpenRouter's do. */
const free: readonly Segment[] = [
  { from: 0, second: 0, levels: [{ above: 0, rates: { input: 0, output: 0 }, tiers: {} }] },
];

/** What a table says of a model, and the day from which it has all that this depends on, in seconds since 1970; 0 for ever. */
interface Finding {
  price: EffectivePrice | undefined;
  begin: number;
}

/** Finds the price of a model as spans name it; undefined if it never has one. */
export const effectivePrice = (
  present: PresentModel,
  settings: PriceSettings,
  table: PriceTable = builtIn
): EffectivePrice | undefined => overTime(table, (of) => find(present, settings, of));

/** Finds the price of a model of `knownModels`, by its ids, or of any name that a span may have. */
export const knownPrice = (
  known: PresentModel,
  settings: PriceSettings,
  table: PriceTable = builtIn
): EffectivePrice | undefined => overTime(table, (of) => findKnown(known, settings, of));

/**
 * Finds prices by the table as it was on each day. A line that begins later than others is in front of some of them, for
 * names that it knows better: before that day these names had the price of another line, or none, which they keep.
 */
function overTime(table: PriceTable, ask: (table: PriceTable) => Finding): EffectivePrice | undefined {
  const { price, begin } = ask(table);
  if (begin === 0) {
    return price;
  }
  const earlier = overTime(table.before(begin), ask);
  return price || earlier
    ? {
        id: `${price?.id ?? ''}@${begin}<${earlier?.id ?? ''}`,
        segments: goingOn(earlier?.segments ?? [], price?.segments ?? [], begin),
        contextWindow: price?.contextWindow ?? earlier?.contextWindow,
        line: price?.line ?? earlier?.line,
        overrides: price?.overrides ?? earlier?.overrides ?? [],
      }
    : undefined;
}

function find(present: PresentModel, settings: PriceSettings, table: PriceTable): Finding {
  const alias = settings.aliases.find(({ match }) => isLike(match, present.model));
  const target = { provider: alias?.provider ?? present.provider, model: alias?.model ?? present.model };
  const entry =
    resolve(target, table) ??
    (alias ? resolve({ provider: alias.provider ?? '', model: alias.model }, table) : undefined);
  return {
    price: priceOf([present, target], entry, settings, table),
    begin: Math.max(beginOf(entry), ...[present, target].map((name) => beginOfProviders(name, table))),
  };
}

function findKnown(known: PresentModel, settings: PriceSettings, table: PriceTable): Finding {
  const provider = providerById(known.provider, table);
  const model = provider?.models.find(({ id }) => id === known.model);
  if (!provider || !model) {
    return find(known, settings, table);
  }
  const entry = { provider, model, assumed: false };
  return { price: priceOf([known], entry, settings, table), begin: beginOf(entry) };
}

const beginOf = (entry: Entry | undefined): number => Math.max(entry?.model.begin ?? 0, entry?.provider.begin ?? 0);

/** The latest day on which a provider began that the names of a model name: before it, they named a framework, or nothing. */
function beginOfProviders({ provider, model }: PresentModel, table: PriceTable): number {
  const named = [providerId(provider, table), ...readingsOf(model, table).map((reading) => reading.provider)];
  return Math.max(0, ...named.map((id) => (id ? (providerById(id, table)?.begin ?? 0) : 0)));
}

function priceOf(
  names: readonly PresentModel[],
  entry: Entry | undefined,
  settings: PriceSettings,
  table: PriceTable
): EffectivePrice | undefined {
  const overrides = settings.overrides.filter((override) => fits(override, names, entry, table));
  const isFree = names.some(({ model }) => /:free$/i.test(model.trim()));
  const ofTable = isFree ? free : (entry?.model.segments() ?? []);
  // The user's own price is no guess.
  const assumed = !isFree && overrides.length === 0 && (entry?.assumed ?? false);
  const segments = overlay(assumed ? ofTable.map((one) => ({ ...one, assumed })) : ofTable, overrides);
  if (segments.every(({ levels }) => levels.length === 0)) {
    return undefined;
  }
  const own = overrides.map((override) => settings.overrides.indexOf(override));
  return {
    id: [isFree ? ':free' : entry ? `${entry.provider.id}/${entry.model.id}` : '', assumed ? '?' : '', ...own].join(
      '+'
    ),
    segments,
    contextWindow: entry?.model.contextWindow,
    line: isFree || !entry ? undefined : { provider: entry.provider.id, model: entry.model.id },
    overrides: own,
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
