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
  /** The day from which the table has it, in seconds since 1970; 0 for ever. */
  begin: number;
  /** The provider as it was before a day; itself if it has no model that begins then or later. */
  before: (day: number) => Provider;
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
  /** The day from which the table has it, in seconds since 1970; 0 for ever. Before it, its names mean what they meant without it. */
  begin: number;
}

/** A price table, which is parsed on first use. */
export interface PriceTable {
  /** Version and day of the data. */
  version: string;
  providers: () => readonly Provider[];
  /** The table without what begins on a day or later, in seconds since 1970: what was priced before that day was priced by it. */
  before: (day: number) => PriceTable;
}

/** The table that is shipped with the plugin. */
export const builtIn: PriceTable = tableOf(version, text);

/**
 * Reads a table's text, in which each line is a provider or a model, with columns separated by tabs:
 *
 *   #id   title   rule of its names   rule of the models it makes   fallbacks   the day from which the table has it
 *   id    rule of its names   context window   prices   the day from which the table has it
 *
 * What follows the last column that is needed is left out, and no day means ever. The first line that matches counts.
 */
export function tableOf(version: string, text: string): PriceTable {
  return ofProviders(
    version,
    once(() => text.slice(1).split('\n#').map(parseProvider))
  );
}

function ofProviders(version: string, providers: () => readonly Provider[]): PriceTable {
  const earlier = new Map<number, PriceTable>();
  return {
    version,
    providers,
    before(day) {
      const known =
        earlier.get(day) ??
        ofProviders(
          version,
          once(() =>
            providers()
              .filter(({ begin }) => begin < day)
              .map((provider) => provider.before(day))
          )
        );
      earlier.set(day, known);
      return known;
    },
  };
}

export function providerById(id: string, { providers }: PriceTable): Provider | undefined {
  return providers().find((provider) => provider.id === id);
}

function parseProvider(block: string): Provider {
  const [head = '', ...lines] = block.split('\n');
  const [id = '', title = id, isMeant = '', makes = '', fallbacks = '', begin = ''] = head.split('\t');
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
    begin: secondsOf(begin),
    before(day) {
      const kept = lines.filter((line) => secondsOf(line.split('\t')[4] ?? '') < day);
      return kept.length === lines.length ? this : parseProvider([head, ...kept].join('\n'));
    },
  };
}

const secondsOf = (day: string): number => (day === '' ? 0 : Date.parse(`${day}T00:00:00Z`) / 1000);

function ruleOf(line: string): Parameters<typeof firstFit>[0][number] {
  const [id = '', text = ''] = line.split('\t', 2);
  return { id, text };
}

function parseModel(line: string): Model {
  const [id = '', rule = '', contextWindow = '', prices = '?', begin = ''] = line.split('\t');
  return {
    id,
    contextWindow: contextWindow === '' ? undefined : Number(contextWindow),
    prices,
    segments: once(() => parsePrices(prices)),
    isSpelled: (name) => isSpelling(rule, id, name),
    begin: secondsOf(begin),
  };
}

function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}
