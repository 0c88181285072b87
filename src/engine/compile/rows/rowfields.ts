import type { SpanField } from '../../canonical/spanfield.ts';
import type { MadeFieldId } from '../../catalogue/rowfields.ts';
import type { Context } from '../context/context.ts';
import { otherPriceColumn, priceColumn, pricedBy, type Prices } from '../context/prices.ts';
import { attemptFields, retriedColumn } from './attempts.ts';
import { isNothing, notNegative } from '../../sql/missing.ts';
import { array, call, column, equal, infix, nothing, number, text, type Expression } from '../../sql/nodes.ts';

/**
 * A number, flag or text of a call that is computed from canonical fields, once the spans of a call are one row. `priced`
 * ones need the row's index in the price table, `ofAttempts` ones need to know whether the call was retried.
 */
interface MadeField {
  from: readonly SpanField[];
  priced?: true;
  ofAttempts?: true;
  value: (field: (name: SpanField) => Expression, prices: Prices) => Expression;
}

type Read = (name: SpanField) => Expression;

const orNone = (value: Expression): Expression => call('ifNull', value, number(0));
const all = (...values: Expression[]): Expression => infix('AND', ...values);

/** Reads a reported 0 as unknown, because gateways write 0 for a model without a price. */
const reported = (f: Read): Expression => call('nullIf', f('reportedCost'), number(0));
const estimated = (prices: Prices): Expression => prices.costs(priceColumn).cost;
const responseCached = (f: Read): Expression =>
  isNothing(f('cacheHit'))
    ? number(0)
    : infix('NOT IN', call('lower', f('cacheHit')), array(['', 'false', 'none', 'null', '0'].map(text)));

/** Computes the cost: 0 for an answer of a gateway's cache, whatever cost it repeats; else the reported or estimated cost. */
const cost = (f: Read, prices: Prices): Expression =>
  unlessCached(f, isNothing(f('reportedCost')) ? estimated(prices) : call('coalesce', reported(f), estimated(prices)));

const unlessCached = (f: Read, costs: Expression): Expression =>
  isNothing(f('cacheHit')) ? costs : call('if', responseCached(f), number(0), costs);

const costFrom: readonly SpanField[] = ['reportedCost', 'cacheHit', ...pricedBy];

const madeFields: Record<MadeFieldId, MadeField> = {
  totalTokens: {
    from: ['inputTokens', 'outputTokens'],
    value: (f) =>
      call(
        'if',
        all(call('isNull', f('inputTokens')), call('isNull', f('outputTokens'))),
        nothing,
        infix('+', orNone(f('inputTokens')), orNone(f('outputTokens')))
      ),
  },
  reportedCost: { from: ['reportedCost'], value: reported },
  cost: { from: costFrom, priced: true, value: cost },
  estimatedCost: {
    from: costFrom,
    priced: true,
    value: (f, prices) =>
      call('if', infix('OR', responseCached(f), call('isNotNull', reported(f))), nothing, estimated(prices)),
  },
  costSource: {
    from: costFrom,
    priced: true,
    value: (f, prices) =>
      call(
        'multiIf',
        infix('OR', responseCached(f), call('isNotNull', reported(f))),
        text('reported'),
        call('isNotNull', estimated(prices)),
        text('estimated'),
        text('unpriced')
      ),
  },
  wastedCost: {
    from: [...costFrom, 'failed', 'finishReason'],
    priced: true,
    value: (f, prices) =>
      call('if', infix('OR', f('failed'), equal(f('finishReason'), text('length'))), cost(f, prices), nothing),
  },
  retried: { from: attemptFields, ofAttempts: true, value: () => column(retriedColumn) },
  retriedCost: {
    from: [...costFrom, ...attemptFields],
    priced: true,
    ofAttempts: true,
    value: (f, prices) => call('if', column(retriedColumn), cost(f, prices), nothing),
  },
  cacheSavings: {
    from: pricedBy,
    priced: true,
    value: (_, prices) => {
      const { cacheReadAtInputCost, cacheReadCost } = prices.costs(priceColumn);
      return infix('-', cacheReadAtInputCost, cacheReadCost);
    },
  },
  whatIfCost: {
    from: [...pricedBy, 'cacheHit'],
    priced: true,
    value: (f, prices) => unlessCached(f, prices.costs(otherPriceColumn).cost),
  },
  contextUsed: {
    from: pricedBy,
    priced: true,
    value: (f, prices) =>
      infix('/', f('inputTokens'), call('nullIf', prices.costs(priceColumn).contextWindow, number(0))),
  },
  responseCached: { from: ['cacheHit'], value: responseCached },
  // The first token does not count: the time per token is measured after it.
  timePerOutputToken: {
    from: ['seconds', 'timeToFirstToken', 'outputTokens'],
    value: (f) =>
      call(
        'if',
        infix('>', f('outputTokens'), number(1)),
        infix(
          '/',
          notNegative(infix('-', f('seconds'), f('timeToFirstToken'))),
          infix('-', f('outputTokens'), number(1))
        ),
        nothing
      ),
  },
  tokensPerSecond: {
    from: ['seconds', 'outputTokens'],
    value: (f) => infix('/', f('outputTokens'), call('nullIf', f('seconds'), number(0))),
  },
  violated: {
    from: ['guardrailVerdict', 'failed'],
    value: (f) =>
      infix(
        'OR',
        f('failed'),
        call(
          'match',
          f('guardrailVerdict'),
          text('(?i)^(true|deny|denied|block|blocked|fail|failed|violation|violated|unsafe|intervened|flagged)')
        )
      ),
  },
};

/** The fields that span rows can have: those that are computed here, and any canonical field. */
export type RowField = MadeFieldId | SpanField;

const isMade = (name: RowField): name is MadeFieldId => name in madeFields;

/** Lists the canonical fields that a row field is computed from; by default, the field itself. */
export const spanFieldsOf = (name: RowField): readonly SpanField[] => (isMade(name) ? madeFields[name].from : [name]);

/** Whether the row field needs the row's index in the price table. */
export const isPriced = (name: RowField): boolean => isMade(name) && !!madeFields[name].priced;

/** Whether the row field needs to know which calls were retried. */
export const isOfAttempts = (name: RowField): boolean => isMade(name) && !!madeFields[name].ofAttempts;

export function rowFieldValue(
  name: RowField,
  { prices, fieldColumn }: Pick<Context, 'prices' | 'fieldColumn'>
): Expression {
  return isMade(name) ? madeFields[name].value(fieldColumn, prices) : fieldColumn(name);
}
