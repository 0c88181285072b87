import { firstFit } from './firstfit.ts';
import { parsePrices } from './prices.ts';
import type { Segment } from './rates.ts';
import { parseRule, type Rule } from './rule.ts';
import { isSpelling } from './spelling.ts';
import { text, version } from './table.generated.ts';

export interface Provider {
  /** The id in the table, such as `x-ai`; canonical names are in `providers.ts`. */
  id: string;
  title: string;
  isMeant: Rule;
  /** Whether it makes a model, by the model's name alone. */
  makes: Rule;
  /** The providers whose prices it charges for models that are not its own. */
  fallbacks: readonly string[];
  models: readonly Model[];
  /** Finds the first of its models that matches a name in lower case. */
  model: (name: string) => Model | undefined;
}

export interface Model {
  id: string;
  /** Tokens. */
  contextWindow: number | undefined;
  /** The text of its prices. */
  prices: string;
  segments: () => readonly Segment[];
  /** Whether a name in lower case that it matches means this model, and does not only begin like its name. */
  isSpelled: (name: string) => boolean;
}

/** A price table, which is parsed on first use. */
export interface PriceTable {
  /** Version and day of the data. */
  version: string;
  providers: () => readonly Provider[];
}

/** The table that is shipped with the plugin. */
export const builtIn: PriceTable = tableOf(version, text);

/** Reads a table's text, in which each line is a provider ("#") or a model. */
export function tableOf(version: string, text: string): PriceTable {
  return { version, providers: once(() => text.slice(1).split('\n#').map(parseProvider)) };
}

export function providerById(id: string, { providers }: PriceTable): Provider | undefined {
  return providers().find((provider) => provider.id === id);
}

function parseProvider(block: string): Provider {
  const [head = '', ...lines] = block.split('\n');
  const [id = '', title = id, isMeant = '', makes = '', fallbacks = ''] = head.split('\t');
  // Models are parsed on first use, because most providers never need theirs.
  const models = once(() => lines.map(parseModel));
  const fit = once(() => firstFit(lines.map(ruleOf)));
  return {
    id,
    title,
    isMeant: parseRule(isMeant),
    makes: parseRule(makes),
    fallbacks: fallbacks === '' ? [] : fallbacks.split(','),
    get models() {
      return models();
    },
    model: (name) => models()[fit()(name) ?? -1],
  };
}

function ruleOf(line: string): Parameters<typeof firstFit>[0][number] {
  const [id = '', text = ''] = line.split('\t', 2);
  return { id, text };
}

function parseModel(line: string): Model {
  const [id = '', rule = '', contextWindow = '', prices = '?'] = line.split('\t');
  return {
    id,
    contextWindow: contextWindow === '' ? undefined : Number(contextWindow),
    prices,
    segments: once(() => parsePrices(prices)),
    isSpelled: (name) => isSpelling(rule, id, name),
  };
}

function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}
