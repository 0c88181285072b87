import type { Override, PriceSettings } from '../settings/prices.ts';
import type { SyncedPrices } from '../source/description.ts';
import { effectivePrice } from './effective.ts';
import type { Rates, Segment } from './rates.ts';
import type { PresentModel } from './resolve.ts';
import { blocksOf, soundLines, withSynced } from './synced.ts';
import { builtIn } from './table.ts';
import { priceMeta } from './version.ts';

/** The price that a model has at a moment, and how it came by it. */
export interface MatchedPrice {
  /** The user's own, of the price table, or free because the name says so. */
  from: 'override' | 'table' | 'free';
  /** The line of the table, by the table's ids; undefined for a model that only the user has a price for. */
  line: PresentModel | undefined;
  /** The user's own price, and its place among the overrides of the settings. */
  override: { place: number; price: Override } | undefined;
  /** Whether the name only begins like that of the line, so that the price is a guess. */
  isAssumed: boolean;
  /** What the line was taken from: `built-in`, or what was synced. */
  source: string;
  /** The day on which the source was published or synced. */
  date: string;
  /** The first day of this price; '' if it has always applied. */
  since: string;
  /** The standard rates of small calls. */
  rates: Rates;
  /** Whether larger calls, some hours of a day, or service tiers have other rates. */
  varies: boolean;
}

const day = 86_400;

/**
 * Says which price a model has and why; undefined if it has none.
 * @param models the names of a call's model, the one that responded first: the first name with a price counts
 * @param now epoch milliseconds
 */
export function matchedPrice(
  models: readonly PresentModel[],
  settings: PriceSettings,
  now: number,
  synced?: SyncedPrices
): MatchedPrice | undefined {
  const table = synced ? withSynced(synced) : builtIn;
  for (const model of models) {
    const price = effectivePrice(model, settings, table);
    const segments = price ? segmentsOn(price.segments, now / 1000) : [];
    const [level, ...larger] = segments[0]?.levels ?? [];
    if (price && level) {
      const override = overrideOn(price.overrides, settings, now);
      const { source, date } = priceMeta(synced && price.line && isSynced(price.line, synced) ? synced : undefined);
      const from = segments[0]?.from ?? 0;
      return {
        from: override ? 'override' : price.line ? 'table' : 'free',
        line: price.line,
        override,
        isAssumed: segments[0]?.assumed ?? false,
        source,
        date,
        since: from === 0 ? '' : dayOf(from * 1000),
        rates: level.rates,
        varies: larger.length > 0 || segments.length > 1 || Object.keys(level.tiers).length > 0,
      };
    }
  }
  return undefined;
}

/** The segments of the day, that of the moment first. */
function segmentsOn(all: readonly Segment[], now: number): Segment[] {
  const from = Math.max(...all.map((one) => one.from).filter((one) => one <= now));
  const ofDay = all.filter((one) => one.from === from);
  const current = [...ofDay].sort((a, b) => b.second - a.second).find(({ second }) => second <= now % day);
  return current ? [current, ...ofDay.filter((one) => one !== current)] : ofDay;
}

function overrideOn(places: readonly number[], { overrides }: PriceSettings, now: number): MatchedPrice['override'] {
  const today = dayOf(now);
  const place = places.find((one) => {
    const { from = '', to = '9999-12-31' } = overrides[one] ?? {};
    return from <= today && today <= to;
  });
  const price = place === undefined ? undefined : overrides[place];
  return place === undefined || !price ? undefined : { place, price };
}

const isSynced = ({ provider, model }: PresentModel, { lines }: SyncedPrices): boolean =>
  [...(blocksOf(soundLines(lines).lines).get(provider)?.models.keys() ?? [])].some(
    (key) => key.split('\t')[0] === model
  );

const dayOf = (time: number): string => new Date(time).toISOString().slice(0, 10);
