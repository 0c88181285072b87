import { readFileSync } from 'node:fs';
import { basename } from 'node:path';

import type { ModelPrice } from '@pydantic/genai-prices';
import { parse } from 'yaml';

import { rateCodes } from '../../../src/engine/pricing/prices.ts';
import { blocksOf } from '../../../src/engine/pricing/synced.ts';
import { providerId } from '../../../src/engine/pricing/providers.ts';
import { builtIn as table, providerById } from '../../../src/engine/pricing/table.ts';
import { text as builtIn } from '../../../src/engine/pricing/table.generated.ts';
import type { Override } from '../../../src/engine/settings/prices.ts';
import { priceSettings } from '../../../src/engine/settings/prices.ts';
import { furtherRates, perToken } from '../../generate/prices/further.ts';
import { namedIn, type LitellmEntry } from '../../generate/prices/litellm.ts';
import { pricesText } from '../../generate/prices/prices.ts';
import { packagePrices } from '../../generate/prices/render.ts';
import { needsProvider, noPrices, noTablePrice, notAList } from './messages.ts';

/** Prices from elsewhere, as the text of a price table. */
export interface Source {
  source: string;
  version: string;
  text: string;
}

/** The prices of the installed genai-prices. */
export async function ofPackage(): Promise<Source> {
  const { version, lines } = await packagePrices();
  return { source: 'genai-prices', version, text: lines.join('\n') };
}

/** The prices of a copy of LiteLLM's `model_prices_and_context_window.json`, of providers that the price table knows. */
export function ofLitellm(file: string): Source {
  const given = JSON.parse(readFileSync(file, 'utf8')) as Record<string, LitellmEntry>;
  const byProvider = new Map<string, Map<string, string>>();
  for (const { provider, name, entry } of namedIn(given)) {
    const prices = pricesOf(entry);
    if (prices && !/[\t\n]/.test(name)) {
      const models = byProvider.get(provider) ?? new Map<string, string>();
      const window = String(entry['max_input_tokens'] ?? '');
      byProvider.set(
        provider,
        models.set(name, [name, '=', window, pricesText({ prices }, furtherRates(entry))].join('\t'))
      );
    }
  }
  return { source: 'litellm', version: basename(file), text: textOf(byProvider, noPrices(file)) };
}

/** The prices of a YAML file: a list as in the data source's `prices.overrides`, each with its provider. */
export function ofYaml(file: string): Source {
  const given: unknown = parse(readFileSync(file, 'utf8'));
  const read = priceSettings.safeParse({ overrides: (given as { prices?: unknown } | null)?.prices ?? given });
  if (!read.success) {
    const [issue] = read.error.issues;
    throw new Error(notAList(file, issue?.path.slice(1).join('.') ?? '', issue?.message ?? ''));
  }
  const byProvider = new Map<string, Map<string, string>>();
  for (const one of read.data.overrides) {
    if (!one.provider || one.model.includes('*') || one.from !== undefined || one.to !== undefined) {
      throw new Error(needsProvider(file, one.model));
    }
    const provider = providerId(one.provider, table) ?? one.provider.trim().toLowerCase();
    if (provider === '' || /[\t\n#]/.test(provider + one.model)) {
      throw new Error(noTablePrice(file, one.provider, one.model));
    }
    const models = byProvider.get(provider) ?? new Map<string, string>();
    const name = knownName(provider, one.model.trim());
    byProvider.set(provider, models.set(name, [name, '=', '', rowOf(one)].join('\t')));
  }
  return { source: basename(file), version: basename(file), text: textOf(byProvider, noPrices(file)) };
}

/** Returns the table's spelling of a model's name, which may differ in case. */
const knownName = (provider: string, name: string): string =>
  providerById(provider, table)?.models.find(({ id }) => id.toLowerCase() === name.toLowerCase())?.id ?? name;

function textOf(byProvider: ReadonlyMap<string, ReadonlyMap<string, string>>, empty: string): string {
  if (byProvider.size === 0) {
    throw new Error(empty);
  }
  const known = blocksOf(builtIn);
  return [...byProvider]
    .flatMap(([id, models]) => [known.get(id)?.head ?? `#${id}\t${id}\t=${id}`, ...models.values()])
    .join('\n');
}

/** The plain prices of an entry; undefined if it is not billed by tokens. */
function pricesOf(entry: LitellmEntry): ModelPrice | undefined {
  const million = (field: string): number | undefined => {
    const price = entry[field];
    return typeof price === 'number' ? Number((price * 1e6).toPrecision(10)) : undefined;
  };
  const sizes = Object.keys(entry).flatMap(
    (name) => /^input_cost_per_token_above_(\d+)k_tokens$/.exec(name)?.[1] ?? []
  );
  const stepped = (code: string): ModelPrice[string] => {
    const field = perToken[code] ?? '';
    const base = million(field);
    const tiers = sizes.flatMap((size) => {
      const price = million(`${field}_above_${size}k_tokens`);
      return price === undefined ? [] : [{ start: Number(size) * 1000, price }];
    });
    return base === undefined || tiers.length === 0 ? base : { base, tiers };
  };
  const plain = {
    input_mtok: stepped('i'),
    output_mtok: stepped('o'),
    cache_read_mtok: stepped('r'),
    cache_write_mtok: stepped('w'),
  };
  return plain.input_mtok === undefined && plain.output_mtok === undefined
    ? undefined
    : (Object.fromEntries(Object.entries(plain).filter(([, price]) => price !== undefined)) as ModelPrice);
}

/** The prices of an override in the text of a price table. */
function rowOf({ flex, priority, batch, ...standard }: Override): string {
  const rates = (of: object, tier = ''): string[] =>
    Object.entries(rateCodes).flatMap(([code, name]) => {
      const price = (of as Record<string, number | undefined>)[name];
      const value =
        price === undefined ? undefined : name === 'perRequest' || name === 'webSearch' ? price * 1000 : price;
      return value === undefined ? [] : [`${tier}${code}=${value}`];
    });
  return [
    ...rates(standard),
    ...(flex ? rates(flex, 'f.') : []),
    ...(priority ? rates(priority, 'p.') : []),
    ...(batch ? rates(batch, 'b.') : []),
  ].join(' ');
}
