import { UserError } from '../errors.ts';
import { array, call, equal, infix, number, text, type Expression } from '../sql/nodes.ts';
import { modelKey, rateColumns, type PriceBook, type RateColumns } from './book.ts';
import { costSql, type Costs, type Used } from './costsql.ts';
import { noPriceToCompare } from '../settings/pricemessages.ts';
import { tiers } from './rates.ts';
import type { PresentModel } from './resolve.ts';
import type { Stage } from './stages.ts';

type ArrayType = 'Array(String)' | 'Array(Float64)' | 'Array(UInt32)' | 'Array(Int64)';

/** Makes the values a parameter. */
export type AddArray = (type: ArrayType, values: readonly (string | number)[]) => Expression;

/** The names of a row's model. */
interface Named {
  /** The canonical provider, '' if unknown. String. */
  provider: Expression;
  /** String. */
  model: Expression;
  /** Used if `model` has no price. String. */
  requestModel?: Expression;
}

/** The expressions that determine the price of a row. */
export interface PricedRow extends Named {
  /** DateTime64. */
  time: Expression;
  /** All input tokens of the call, including cached ones: long calls may cost more per token. Nullable(Float64). */
  inputTotal: Expression;
  /** The service tier in lower case, '' if unknown; left out if no row has one. String. */
  tier?: Expression | undefined;
}

export interface PriceSql {
  /** UInt32, 0 without a price. Make it a column of an inner SELECT, because `costs` uses it often. */
  priceId(row: PricedRow): Expression;
  /** Whether a row has no price and a name that is none of the book's, so that it may have one. UInt8. */
  isUnseen(priceId: Expression, row: Named): Expression;
  /** The price id as if every row had called this model, one of the book's comparisons. Throws UserError for another. */
  whatIfId(model: PresentModel, row: Pick<PricedRow, 'time' | 'inputTotal' | 'tier'>): Expression;
  costs(priceId: Expression, used: Used): Costs;
}

/** Names of the standard tier, and of a choice that is left to the provider. */
const standard = ['', 'default', 'auto', 'standard', 'standard_only', 'on_demand', 'null', 'none'];

/** Whether nothing is known of a tier's prices in any model's: Bedrock's `reserved`, OpenAI's `scale`. */
export const isUnknownTier = (tier: Expression): Expression =>
  infix('NOT IN', tier, array([...standard, ...tiers].map(text)));

/** Writes the part of a statement that computes costs from a book. Values are sent only as parameters made by `add`. */
export function priceSql(book: PriceBook, add: AddArray): PriceSql {
  const ids = book.levels.map((_, index) => index + 1);
  const columns: { [byTier in 'true' | 'false']?: RateColumns } = {};

  const keyOf = (row: Named, model: Expression): Expression => call('concat', row.provider, text('\n'), model);
  const slotOf = (row: Named, model: Expression, otherwise: Expression): Expression =>
    lookUp(keyOf(row, model), 'Array(String)', book.keys, book.slots, otherwise);

  /** Looks up a number; `type` is that of the keys, and all numbers of the book are UInt32. */
  function lookUp(
    key: Expression,
    type: ArrayType,
    keys: readonly (string | number)[],
    targets: readonly number[],
    otherwise: Expression
  ): Expression {
    return call('transform', key, add(type, keys), add('Array(UInt32)', targets), otherwise);
  }

  function advance(from: Expression, { boundaries, keys, targets }: Stage, now: Expression): Expression {
    if (boundaries.length === 0) {
      return from;
    }
    const reached = boundaries.map((boundary) => infix('>=', now, number(boundary)));
    const key = infix('+', infix('*', from, number(boundaries.length + 1)), ...reached);
    return lookUp(key, 'Array(UInt32)', keys, targets, from);
  }

  function nextLevel(from: Expression, inputTotal: Expression): Expression {
    const further = ids.filter((id) => book.levels[id - 1]?.next !== undefined);
    const above = further.map((id) => book.levels[id - 1]?.next ?? 0);
    const threshold = call(
      'transform',
      from,
      add('Array(UInt32)', further),
      add('Array(Float64)', above),
      number(Number.MAX_VALUE)
    );
    const size = call('coalesce', inputTotal, number(0));
    return call('toUInt32', infix('+', from, infix('>', size, threshold)));
  }

  function idFrom(slot: Expression, { time, inputTotal, tier }: Omit<PricedRow, 'provider' | 'model'>): Expression {
    const seconds = call('toUnixTimestamp', time);
    const onDay = advance(slot, book.byDay, seconds);
    let id = advance(onDay, book.bySecond, call('modulo', seconds, number(86400)));
    for (let level = 0; level < book.furtherLevels; level++) {
      id = nextLevel(id, inputTotal);
    }
    return tier === undefined ? id : inBlock(id, tier);
  }

  /** The id in the block of a tier; 0 stays 0. */
  function inBlock(id: Expression, tier: Expression): Expression {
    const block = call('indexOf', array(tiers.map(text)), tier);
    return call('toUInt32', infix('+', id, infix('*', block, number(ids.length), infix('>', id, number(0)))));
  }

  return {
    priceId(row) {
      const none = call('toUInt32', number(0));
      if (book.keys.length === 0) {
        return none;
      }
      const requested = row.requestModel ? slotOf(row, row.requestModel, none) : none;
      return idFrom(slotOf(row, row.model, requested), row);
    },

    isUnseen(priceId, row) {
      const unpriced = book.unpriced.map(modelKey);
      const isNew = (model: Expression): Expression => {
        const named = infix('!=', model, text(''));
        return unpriced.length > 0
          ? infix('AND', named, infix('NOT IN', keyOf(row, model), add('Array(String)', unpriced)))
          : named;
      };
      const some = row.requestModel ? infix('OR', isNew(row.model), isNew(row.requestModel)) : isNew(row.model);
      return infix('AND', equal(priceId, number(0)), some);
    },

    whatIfId(model, row) {
      const slot = book.comparisons[modelKey(model)];
      if (slot === undefined) {
        throw new UserError(noPriceToCompare(model.provider, model.model));
      }
      return idFrom(call('toUInt32', number(slot)), row);
    },

    costs(priceId, used) {
      const key = used.tier === undefined ? 'false' : 'true';
      const { rates, doubts: unknown } = (columns[key] ??= rateColumns(book, used.tier !== undefined));
      const windows = (used.tier === undefined ? [0] : [0, ...tiers]).flatMap(() =>
        book.levels.map(({ contextWindow = 0 }) => contextWindow)
      );
      const of = (values: readonly number[], type: ArrayType): Expression =>
        call('arrayElement', add(type, values), priceId);
      return costSql({
        isUnpriced: equal(priceId, number(0)),
        rate: (name) => (rates[name].some((value) => value > 0) ? of(rates[name], 'Array(Float64)') : undefined),
        contextWindow: windows.some((window) => window > 0) ? of(windows, 'Array(Float64)') : undefined,
        doubts: (among) => (unknown.some((bits) => (bits & among) !== 0) ? of(unknown, 'Array(UInt32)') : undefined),
        isUnknownTier: used.tier && isUnknownTier(used.tier),
        used,
      });
    },
  };
}
