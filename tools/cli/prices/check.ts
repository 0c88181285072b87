import { Command, InvalidArgumentError } from 'commander';

import { proceed } from '../../../src/engine/lookups/exchange.ts';
import { modelsSeen } from '../../../src/engine/lookups/models.ts';
import { pricesLeftOut } from '../../../src/engine/messages.ts';
import { effectivePrice } from '../../../src/engine/pricing/effective.ts';
import { rateNames, ratesIn, tiers, type Level, type RateName, type Tier } from '../../../src/engine/pricing/rates.ts';
import type { PresentModel } from '../../../src/engine/pricing/resolve.ts';
import { merged, soundLines } from '../../../src/engine/pricing/synced.ts';
import { text as builtIn } from '../../../src/engine/pricing/table.generated.ts';
import { tableOf, type PriceTable } from '../../../src/engine/pricing/table.ts';
import { defaultPriceSettings } from '../../../src/engine/settings/prices.ts';
import { readSettings } from '../../../src/engine/settings/settings.ts';
import type { Census } from '../../../src/engine/source/census.ts';
import { connected, withConnection, type ConnectionOptions } from '../connection.ts';
import { finished } from '../host.ts';
import { table } from '../table.ts';
import { compared, mostUsedOnly } from './messages.ts';
import { ofLitellm, ofPackage, type Source } from './sources.ts';
import { exists, nothingStored, stored } from './table.ts';

const day = 86_400_000;

interface Options extends ConnectionOptions {
  litellm?: string;
  days: number;
}

/** A rate in use that a public table says otherwise, in USD per million tokens or per use. */
export interface Difference extends PresentModel {
  /** Such as `input`, `flex output`, or `cacheRead over 200000`, of calls with more input tokens than that. */
  rate: string;
  used: number;
  source: string;
  theirs: number;
}

export function checkCommand(): Command {
  const command = new Command('check')
    .description(
      'compares the prices of the models in the spans with the public tables: rates of today that both know, also of service tiers and long contexts, which differ by more than 1 %'
    )
    .option('--litellm <file>', 'a copy of LiteLLM’s model_prices_and_context_window.json, which is compared as well')
    .option('--days <number>', 'how many past days to look for models in', parseDays, 30);
  return withConnection(command).action(async (options: Options) => {
    const sources = [await ofPackage(), ...(options.litellm === undefined ? [] : [ofLitellm(options.litellm)])];
    await connected(options, async (connection) => {
      const now = Date.now();
      const settings = readSettings(connection.settings);
      const window = { from: now - options.days * day, to: now, step: 60, delay: 0 };
      const seen = await finished(connection, (state, results) =>
        proceed(modelsSeen(settings, window, now), state, results)
      );
      const { lines: written } = (await exists(connection)) ? await stored(connection) : nothingStored;
      const { lines: known, leftOut } = soundLines(written);
      const used = tableOf('', merged(builtIn, known));
      const { priced, unpriced } = pricedIn(used, seen.models);
      const found = differences(priced, used, sources, now);
      if (found.length > 0) {
        console.log(
          table(
            ['provider', 'model', 'rate', 'in use', 'public', 'table'],
            found.map((one) => [one.provider, one.model, one.rate, one.used, one.theirs, one.source])
          )
        );
      }
      const tables = sources.map(({ text }) => tableOf('', text));
      const nowhere = priced.filter((model) => tables.every((one) => !isPriced(one, model)));
      console.log(compared(priced.length, found.length, nowhere, unpriced));
      if (seen.modelsCut) {
        console.log(mostUsedOnly());
      }
      if (leftOut.length > 0) {
        console.log(pricesLeftOut(leftOut));
      }
    });
  });
}

function parseDays(text: string): number {
  const days = Number(text);
  if (!/^\d+$/.test(text) || days < 1 || days > 3650) {
    throw new InvalidArgumentError('Write a whole number from 1 to 3650.');
  }
  return days;
}

const isPriced = (of: PriceTable, model: PresentModel): boolean =>
  effectivePrice(model, defaultPriceSettings, of) !== undefined;

/** The names that calls are priced by: the model that answered, or the one asked for where only that has a price. */
function pricedIn(
  used: PriceTable,
  models: Census['models']
): { priced: readonly PresentModel[]; unpriced: readonly PresentModel[] } {
  const names = models.flatMap(([provider, asked, answered]) => {
    const all = [answered, asked].filter((model) => model !== '').map((model) => ({ provider, model }));
    const one = all.find((model) => isPriced(used, model)) ?? all[0];
    return one ? [one] : [];
  });
  const each = [...new Map(names.map((one) => [`${one.provider}\n${one.model}`, one])).values()];
  return {
    priced: each.filter((model) => isPriced(used, model)),
    unpriced: each.filter((model) => !isPriced(used, model)),
  };
}

/** Compares the rates of the models at a time that both tables know: what stands in for one that is not known is no price. */
export function differences(
  models: readonly PresentModel[],
  used: PriceTable,
  sources: readonly Source[],
  now: number
): Difference[] {
  const tables = sources.map(({ source, text }) => ({ source, theirs: tableOf('', text) }));
  return models.flatMap((model) => {
    const own = levelsOf(model, used, now);
    return tables.flatMap(({ source, theirs }) =>
      differing(own, levelsOf(model, theirs, now)).map(([rate, ours, other]) => ({
        ...model,
        rate,
        used: ours,
        source,
        theirs: other,
      }))
    );
  });
}

/** The rates that differ, with both; those of long contexts only where they are others than those of short ones. */
function differing(own: readonly Level[], theirs: readonly Level[]): [rate: string, used: number, theirs: number][] {
  const sizes = [...new Set([...own, ...theirs].map(({ above }) => above))].sort((a, b) => a - b);
  return [undefined, ...tiers].flatMap((tier) =>
    rateNames.flatMap((rate) => {
      const pairs = sizes.map(
        (size) => [size, rateAt(own, size, tier, rate), rateAt(theirs, size, tier, rate)] as const
      );
      return pairs.flatMap(([size, ours, other], index): [string, number, number][] => {
        const before = pairs[index - 1];
        const isNew = !before || before[1] !== ours || before[2] !== other;
        const name = [tier, rate, ...(size > 0 ? ['over', size] : [])].filter(Boolean).join(' ');
        return isNew && ours !== undefined && other !== undefined && differs(ours, other) ? [[name, ours, other]] : [];
      });
    })
  );
}

const differs = (a: number, b: number): boolean => Math.abs(a - b) > 0.01 * Math.max(a, b);

/** The rate of calls with more input tokens than `size`; undefined if it is not known. */
function rateAt(levels: readonly Level[], size: number, tier: Tier | undefined, rate: RateName): number | undefined {
  const level = levels.filter(({ above }) => above <= size).pop();
  const rates = level && (tier === undefined ? level.rates : level.tiers[tier] && ratesIn(level, tier, undefined));
  return rates?.[rate];
}

/** The levels of the prices at a time; none for a model without a price. */
function levelsOf(model: PresentModel, of: PriceTable, now: number): readonly Level[] {
  const segments = effectivePrice(model, defaultPriceSettings, of)?.segments ?? [];
  const seconds = now / 1000;
  return segments.filter(({ from, second }) => from <= seconds && second <= seconds % 86_400).pop()?.levels ?? [];
}
