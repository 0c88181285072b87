import type { SpanField } from '../../canonical/spanfield.ts';
import { promptSizes } from '../../catalogue/dimensions/promptsizes.ts';
import type { MadeFieldId } from '../../catalogue/rowfields.ts';
import type { Context } from '../context/context.ts';
import { pricedBy, pricedColumns, type PricedColumn } from '../context/prices.ts';
import { costSource } from './costsource.ts';
import { isForeign, reported, reportedFrom, unlessForeign } from './reportedcost.ts';
import type { Settings } from '../../settings/settings.ts';
import { attemptFields, retriedColumn } from './attempts.ts';
import { isNothing, notNegative } from '../../sql/missing.ts';
import { array, call, column, equal, infix, nothing, number, text, type Expression } from '../../sql/nodes.ts';

/**
 * A number, flag or text of a call that is computed from canonical fields, once the spans of a call are one row. `priced`
 * are the columns of prices that it needs; `ofAttempts` ones need to know whether the call was retried.
 */
interface MadeField {
  from: readonly SpanField[];
  priced?: readonly PricedColumn[];
  ofAttempts?: true;
  value: (field: Read, settings: Settings) => Expression;
}

type Read = (name: SpanField) => Expression;

const orNone = (value: Expression): Expression => call('ifNull', value, number(0));
const all = (...values: Expression[]): Expression => infix('AND', ...values);

const estimated = column(pricedColumns.estimated);
const responseCached = (f: Read): Expression =>
  isNothing(f('cacheHit'))
    ? number(0)
    : infix('NOT IN', call('lower', f('cacheHit')), array(['', 'false', 'none', 'null', '0'].map(text)));

/** Computes the cost: 0 for an answer of a gateway's cache, whatever cost it repeats; else the reported or estimated cost. */
const cost = (f: Read, settings: Settings): Expression =>
  unlessCached(
    f,
    isNothing(f('reportedCost'))
      ? estimated
      : call('coalesce', reported(f, settings), unlessForeign(f, settings, estimated))
  );

const unlessCached = (f: Read, costs: Expression): Expression =>
  isNothing(f('cacheHit')) ? costs : call('if', responseCached(f), number(0), costs);

/** Whether the cost is what was reported, also by a gateway that answered from its cache. */
const isReported = (f: Read, settings: Settings): Expression =>
  infix('OR', responseCached(f), call('isNotNull', reported(f, settings)));

/** The step of the input tokens, '' where the call does not say them. */
const promptSize = (f: Read): Expression =>
  isNothing(f('inputTokens'))
    ? text('')
    : call(
        'multiIf',
        call('isNull', f('inputTokens')),
        text(''),
        ...promptSizes.flatMap(({ label, below }) =>
          below === Infinity ? [text(label)] : [infix('<', f('inputTokens'), number(below)), text(label)]
        )
      );

const costFrom: readonly SpanField[] = [...reportedFrom, 'cacheHit', ...pricedBy];

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
  reportedCost: { from: reportedFrom, value: reported },
  cost: { from: costFrom, priced: ['estimated'], value: cost },
  estimatedCost: {
    from: costFrom,
    priced: ['estimated'],
    value: (f, settings) => call('if', isReported(f, settings), nothing, unlessForeign(f, settings, estimated)),
  },
  costSource: {
    from: costFrom,
    priced: ['estimated', 'isUnseen', 'doubt'],
    value: (f, settings) =>
      costSource({
        isReported: isReported(f, settings),
        isUnseen: all(column(pricedColumns.isUnseen), call('not', isForeign(f, settings))),
        estimated: unlessForeign(f, settings, estimated),
        doubt: column(pricedColumns.doubt),
      }),
  },
  isUnseen: {
    from: costFrom,
    priced: ['isUnseen'],
    value: (f, settings) => all(column(pricedColumns.isUnseen), call('not', isReported(f, settings))),
  },
  wastedCost: {
    from: [...costFrom, 'failed', 'finishReason'],
    priced: ['estimated'],
    value: (f, settings) =>
      call('if', infix('OR', f('failed'), equal(f('finishReason'), text('length'))), cost(f, settings), nothing),
  },
  retried: { from: attemptFields, ofAttempts: true, value: () => column(retriedColumn) },
  retriedCost: {
    from: [...costFrom, ...attemptFields],
    priced: ['estimated'],
    ofAttempts: true,
    value: (f, settings) => call('if', column(retriedColumn), cost(f, settings), nothing),
  },
  cacheSavings: { from: pricedBy, priced: ['cacheSavings'], value: () => column(pricedColumns.cacheSavings) },
  whatIfCost: {
    from: [...pricedBy, 'cacheHit'],
    priced: ['whatIf'],
    value: (f) => unlessCached(f, column(pricedColumns.whatIf)),
  },
  contextUsed: {
    from: pricedBy,
    priced: ['contextWindow'],
    value: (f) => infix('/', f('inputTokens'), column(pricedColumns.contextWindow)),
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
  promptSize: { from: ['inputTokens'], value: promptSize },
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
  truncated: { from: ['finishReason'], value: (f) => equal(f('finishReason'), text('length')) },
  error: { from: ['failed', 'errorText'], value: (f) => call('if', f('failed'), f('errorText'), text('')) },
};

/** The fields that span rows can have: those that are computed here, and any canonical field. */
export type RowField = MadeFieldId | SpanField;

const isMade = (name: string): name is MadeFieldId => name in madeFields;

/** Lists the canonical fields that a row field is computed from; by default, the field itself. */
export const spanFieldsOf = (name: RowField): readonly SpanField[] => (isMade(name) ? madeFields[name].from : [name]);

/** Lists the columns of prices that a row field needs. */
export const pricedColumnsOf = (name: string): readonly PricedColumn[] =>
  isMade(name) ? (madeFields[name].priced ?? []) : [];

/** Whether the row field needs to know which calls were retried. */
export const isOfAttempts = (name: RowField): boolean => isMade(name) && !!madeFields[name].ofAttempts;

export function rowFieldValue(
  name: RowField,
  { fieldColumn, settings }: Pick<Context, 'fieldColumn' | 'settings'>
): Expression {
  return isMade(name) ? madeFields[name].value(fieldColumn, settings) : fieldColumn(name);
}
