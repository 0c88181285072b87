import { Command, InvalidArgumentError } from 'commander';

import { effectivePrice } from '../../../src/engine/pricing/effective.ts';
import { allRates, rateNames, type AllRates } from '../../../src/engine/pricing/rates.ts';
import type { PresentModel } from '../../../src/engine/pricing/resolve.ts';
import { merged } from '../../../src/engine/pricing/synced.ts';
import { text as builtIn } from '../../../src/engine/pricing/table.generated.ts';
import { tableOf, type PriceTable } from '../../../src/engine/pricing/table.ts';
import { defaultPriceSettings } from '../../../src/engine/settings/prices.ts';
import { connected, withConnection, type ConnectionOptions } from '../connection.ts';
import { ask } from '../host.ts';
import { table } from '../table.ts';
import { noDifference } from './messages.ts';
import { ofLitellm, ofPackage, type Source } from './sources.ts';
import { exists, nothingStored, stored } from './table.ts';

const day = 86_400_000;

interface Options extends ConnectionOptions {
  litellm?: string;
  days: number;
}

/** A rate in use that a public table says otherwise, in USD per million tokens or per use. */
export interface Difference extends PresentModel {
  rate: string;
  used: number;
  source: string;
  theirs: number;
}

export function checkCommand(): Command {
  const command = new Command('check')
    .description(
      'compares the prices of the models in the spans with the public tables, and shows those that differ by more than 1 %'
    )
    .option('--litellm <file>', 'a copy of LiteLLM’s model_prices_and_context_window.json, which is compared as well')
    .option('--days <number>', 'how many past days to look for models in', parseDays, 30);
  return withConnection(command).action(async (options: Options) => {
    const sources = [await ofPackage(), ...(options.litellm === undefined ? [] : [ofLitellm(options.litellm)])];
    await connected(options, async (connection) => {
      const now = Date.now();
      const query = { kind: 'measure', measures: [{ id: 'requests' }], groupBy: ['provider', 'model'] };
      const { rows } = await ask(connection, query, { from: now - options.days * day, to: now });
      const models = rows.map((row) => ({ provider: named(row['provider']), model: named(row['model']) }));
      const { lines: known } = (await exists(connection)) ? await stored(connection) : nothingStored;
      const found = differences(models, tableOf('', merged(builtIn, known)), sources, now);
      console.log(
        found.length === 0
          ? noDifference(models.length)
          : table(
              ['provider', 'model', 'rate', 'in use', 'public', 'table'],
              found.map((one) => [one.provider, one.model, one.rate, one.used, one.theirs, one.source])
            )
      );
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

const named = (value: unknown): string => (value === 'unknown' ? '' : String(value));

/** Compares the rates of the models at a time, where a public table knows them. */
export function differences(
  models: readonly PresentModel[],
  used: PriceTable,
  sources: readonly Source[],
  now: number
): Difference[] {
  const tables = sources.map(({ source, text }) => ({ source, theirs: tableOf('', text) }));
  return models.flatMap((model) => {
    const own = ratesOf(model, used, now);
    return tables.flatMap(({ source, theirs }) => {
      const others = own && ratesOf(model, theirs, now);
      return rateNames.flatMap((rate) =>
        others && Math.abs(own[rate] - others[rate]) > 0.01 * Math.max(own[rate], others[rate])
          ? [{ ...model, rate, used: own[rate], source, theirs: others[rate] }]
          : []
      );
    });
  });
}

/** The rates of a small call at a time; undefined for a model without a price. */
function ratesOf(model: PresentModel, of: PriceTable, now: number): AllRates | undefined {
  const segments = effectivePrice(model, defaultPriceSettings, of)?.segments ?? [];
  const seconds = now / 1000;
  const current = segments.filter(({ from, second }) => from <= seconds && second <= seconds % 86_400).pop();
  const level = current?.levels[0];
  return level && allRates(level.rates);
}
