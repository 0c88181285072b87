import { imitated, providerId } from './providers.ts';
import { readingsOf, type Reading } from './readings.ts';
import { parseRule } from './rule.ts';
import { builtIn, providerById, type Model, type PriceTable, type Provider } from './table.ts';

/** A model as spans name it: the canonical provider or '', and the model. */
export interface PresentModel {
  provider: string;
  model: string;
}

/** A model of the table, and the provider whose price it is. */
export interface Entry {
  provider: Provider;
  model: Model;
  /** Whether the name only begins like that of the model, so that its price is a guess. */
  assumed: boolean;
}

/** Names that only one vendor uses, in addition to the table's own rules. */
const vendorNames: Record<string, ReturnType<typeof parseRule>> = {
  cohere: parseRule('^embed-'),
  openai: parseRule('^chatgpt- ^codex- ^computer-use ^ft: ^text-embedding- ^text-davinci-'),
  perplexity: parseRule('^sonar'),
};

/** The resolved models, because a data source looks up some hundred of them with every statement. */
const resolved = new WeakMap<PriceTable, Map<string, { entry: Entry | undefined }>>();
const mostResolved = 5000;

/** Finds the table's entry for a model; undefined if the table does not know it for certain. */
export function resolve(present: PresentModel, table: PriceTable = builtIn): Entry | undefined {
  const all = resolved.get(table) ?? new Map<string, { entry: Entry | undefined }>();
  resolved.set(table, all);
  const key = `${present.provider}\n${present.model}`;
  const known = all.get(key) ?? { entry: lookUp(present, table) };
  if (all.size >= mostResolved) {
    all.clear();
  }
  all.set(key, known);
  return known.entry;
}

function lookUp({ provider, model }: PresentModel, table: PriceTable): Entry | undefined {
  const stated = providerId(provider, table);
  const readings = readingsOf(model, table);
  if (stated === undefined) {
    return first(readings, (reading) => ofReading(reading, table) ?? ofVendor(reading, table));
  }
  const literal = first(
    readings.filter((reading) => isAt(reading, stated)),
    (reading) => at(stated, reading, table)
  );
  if (literal || !imitated.includes(stated)) {
    return literal ?? first(readings, (reading) => at(stated, reading, table));
  }
  return first(readings, (one) => ofReading(one, table)) ?? first(readings, (one) => ofVendor(one, table));
}

/** Finds a provider's model, also among its `fallbacks`, but not among theirs. */
function find(id: string, name: string, table: PriceTable): Entry | undefined {
  const provider = providerById(id, table);
  return (
    provider && (ownModel(provider, name) ?? first(provider.fallbacks, (fallback) => ownOf(fallback, name, table)))
  );
}

function ownOf(id: string, name: string, table: PriceTable): Entry | undefined {
  const provider = providerById(id, table);
  return provider && ownModel(provider, name);
}

function ownModel(provider: Provider, name: string): Entry | undefined {
  const model = provider.model(name);
  return model && { provider, model, assumed: !model.isSpelled(name) };
}

function isAt(reading: Reading, stated: string): boolean {
  return reading.provider === undefined || reading.provider === stated;
}

function ofReading(reading: Reading, table: PriceTable): Entry | undefined {
  return reading.provider === undefined ? undefined : at(reading.provider, reading, table);
}

/** Finds what a reading means at a provider. */
function at(id: string, { name, assumed }: Reading, table: PriceTable): Entry | undefined {
  const entry = find(id, name, table);
  return entry && assumed ? { ...entry, assumed } : entry;
}

/** Finds the vendor of a model by the name alone, unless the name says who serves it. */
function ofVendor({ provider, name, assumed }: Reading, { providers }: PriceTable): Entry | undefined {
  const entry =
    provider === undefined
      ? first(providers(), (one) => (makes(one, name) ? ownModel(one, name) : undefined))
      : undefined;
  return entry && { ...entry, assumed: assumed === true || entry.assumed };
}

function makes(provider: Provider, name: string): boolean {
  return provider.makes(name) || (vendorNames[provider.id]?.(name) ?? false);
}

/** Returns the first defined answer. */
function first<T, R>(items: readonly T[], ask: (item: T) => R | undefined): R | undefined {
  for (const item of items) {
    const answer = ask(item);
    if (answer !== undefined) {
      return answer;
    }
  }
  return undefined;
}
