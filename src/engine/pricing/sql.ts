import { UserError } from '../errors.ts';
import { call, equal, infix, nothing, number, text, type Expression } from '../sql/nodes.ts';
import { modelKey, ratesById, type PriceBook } from './book.ts';
import { noPriceToCompare } from '../settings/pricemessages.ts';
import type { Rates } from './rates.ts';
import type { PresentModel } from './resolve.ts';
import type { Stage } from './stages.ts';

type ArrayType = 'Array(String)' | 'Array(Float64)' | 'Array(UInt32)' | 'Array(Int64)';

/** Makes the values a parameter. */
export type AddArray = (type: ArrayType, values: readonly (string | number)[]) => Expression;

/** The expressions that determine the price of a row. */
export interface PricedRow {
  /** The canonical provider, '' if unknown. String. */
  provider: Expression;
  /** String. */
  model: Expression;
  /** Used if `model` has no price. String. */
  requestModel?: Expression;
  /** DateTime64. */
  time: Expression;
  /** All input tokens of the call, including cached ones: long calls may cost more per token. Nullable(Float64). */
  inputTotal: Expression;
}

/** The tokens that a row used, without those that no row has. Tokens are Nullable(Float64). */
export interface UsedTokens {
  uncachedInput: Expression;
  cacheRead?: Expression | undefined;
  cacheWrite?: Expression | undefined;
  /** Includes reasoning tokens. */
  output?: Expression | undefined;
  /** Whether the call was part of a batch. UInt8. */
  batch?: Expression | undefined;
}

/** Costs in USD, each a Nullable(Float64): NULL without a price, and for a call without known tokens. */
export interface Costs {
  /** The sum of the next five. */
  cost: Expression;
  inputCost: Expression;
  outputCost: Expression;
  cacheReadCost: Expression;
  cacheWriteCost: Expression;
  requestCost: Expression;
  /** What the tokens read from the cache would have cost as ordinary input. */
  cacheReadAtInputCost: Expression;
  /** Tokens, NULL if unknown. */
  contextWindow: Expression;
}

export interface PriceSql {
  /** UInt32, 0 without a price. Make it a column of an inner SELECT, because `costs` uses it often. */
  priceId(row: PricedRow): Expression;
  /** The price id as if every row had called this model, one of the book's comparisons. Throws UserError for another. */
  whatIfId(model: PresentModel, row: Pick<PricedRow, 'time' | 'inputTotal'>): Expression;
  costs(priceId: Expression, used: UsedTokens): Costs;
}

/** Writes the part of a statement that computes costs from a book. Values are sent only as parameters made by `add`. */
export function priceSql(book: PriceBook, add: AddArray): PriceSql {
  const ids = book.levels.map((_, index) => index + 1);

  const slotOf = (row: PricedRow, model: Expression, otherwise: Expression): Expression =>
    lookUp(call('concat', row.provider, text('\n'), model), 'Array(String)', book.keys, book.slots, otherwise);

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

  function idFrom(slot: Expression, { time, inputTotal }: Pick<PricedRow, 'time' | 'inputTotal'>): Expression {
    const seconds = call('toUnixTimestamp', time);
    const onDay = advance(slot, book.byDay, seconds);
    let id = advance(onDay, book.bySecond, call('modulo', seconds, number(86400)));
    for (let level = 0; level < book.furtherLevels; level++) {
      id = nextLevel(id, inputTotal);
    }
    return id;
  }

  function byId(priceId: Expression, values: readonly number[]): Expression {
    return call('transform', priceId, add('Array(UInt32)', ids), add('Array(Float64)', values), number(0));
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

    whatIfId(model, row) {
      const slot = book.comparisons[modelKey(model)];
      if (slot === undefined) {
        throw new UserError(noPriceToCompare(model.provider, model.model));
      }
      return idFrom(call('toUInt32', number(slot)), row);
    },

    costs(priceId, used) {
      const tokens = [used.uncachedInput, used.cacheRead, used.cacheWrite, used.output].filter(
        (count) => count !== undefined
      );
      const unpriced = infix('OR', equal(priceId, number(0)), call('isNull', call('coalesce', ...tokens)));
      const share = number(1 - book.batchDiscount);
      const whole = number(1);

      const usd = (amount: Expression): Expression =>
        call(
          'if',
          unpriced,
          nothing,
          book.batchDiscount === 0 || !used.batch ? amount : infix('*', amount, call('if', used.batch, share, whole))
        );
      const rate = (of: keyof Rates): Expression | undefined => {
        const values = ratesById(book, of);
        return values.some((value) => value > 0) ? byId(priceId, values) : undefined;
      };
      const amountOf = (count: Expression | undefined, of: keyof Rates): Expression | undefined => {
        const price = count && rate(of);
        return price && infix('/', infix('*', call('coalesce', count, number(0)), price), number(1_000_000));
      };

      const amounts = {
        input: amountOf(used.uncachedInput, 'input'),
        output: amountOf(used.output, 'output'),
        cacheRead: amountOf(used.cacheRead, 'cacheRead'),
        cacheWrite: amountOf(used.cacheWrite, 'cacheWrite'),
        request: rate('perRequest'),
      };
      const free = call('toFloat64', number(0));
      const one = (amount: Expression | undefined): Expression => usd(amount ?? free);
      const all = Object.values(amounts).filter((amount): amount is Expression => amount !== undefined);
      const windows = book.levels.map(({ contextWindow = 0 }) => contextWindow);
      return {
        cost: one(all.length > 1 ? infix('+', ...all) : all[0]),
        inputCost: one(amounts.input),
        outputCost: one(amounts.output),
        cacheReadCost: one(amounts.cacheRead),
        cacheWriteCost: one(amounts.cacheWrite),
        requestCost: one(amounts.request),
        cacheReadAtInputCost: one(amountOf(used.cacheRead, 'input')),
        contextWindow: windows.some((window) => window > 0)
          ? call('nullIf', byId(priceId, windows), number(0))
          : call('CAST', nothing, text('Nullable(Float64)')),
      };
    },
  };
}
