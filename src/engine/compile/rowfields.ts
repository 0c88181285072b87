import { call, column, equal, infix, nothing, number, text, type Expression } from '../sql/nodes.ts';
import { rowField, type Context } from './context.ts';
import type { SpanField } from './spanfields.ts';

/** A number or flag of a call that is made of canonical fields, after spans of one call are one row. */
interface RowField {
  from: readonly SpanField[];
  value: (field: (name: SpanField) => Expression, context: Context) => Expression;
}

const orNone = (value: Expression): Expression => call('ifNull', value, number(0));
const all = (...values: Expression[]): Expression => infix('AND', ...values);

/** Gateways write 0 for a model they have no price for: that is an unknown cost, not a free call. */
const reported = (f: (name: SpanField) => Expression): Expression => call('nullIf', f('reportedCost'), number(0));

const rowFields: Record<string, RowField> = {
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
  cost: { from: ['reportedCost'], value: reported },
  estimatedCost: { from: [], value: () => call('CAST', nothing, text('Nullable(Float64)')) },
  wastedCost: {
    from: ['reportedCost', 'failed', 'finishReason'],
    value: (f) => call('if', infix('OR', f('failed'), equal(f('finishReason'), text('length'))), reported(f), nothing),
  },
  cacheSavings: { from: [], value: () => call('CAST', nothing, text('Nullable(Float64)')) },
  contextUsed: { from: [], value: () => call('CAST', nothing, text('Nullable(Float64)')) },
  responseCached: {
    from: ['cacheHit'],
    value: (f) =>
      infix('NOT IN', call('lower', f('cacheHit')), {
        kind: 'array',
        items: ['', 'false', 'none', 'null', '0'].map(text),
      }),
  },
  // The first token is there when the others begin to come.
  timePerOutputToken: {
    from: ['seconds', 'timeToFirstToken', 'outputTokens'],
    value: (f) =>
      call(
        'if',
        infix('>', f('outputTokens'), number(1)),
        infix(
          '/',
          call('greatest', infix('-', f('seconds'), f('timeToFirstToken')), number(0)),
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

/** Canonical fields that a row field is made of: itself where nothing else is said. */
export const spanFieldsOf = (name: string): readonly SpanField[] => rowFields[name]?.from ?? [name as SpanField];

export function rowFieldValue(name: string, context: Context): Expression {
  const canonical = (field: SpanField): Expression => column(rowField(field));
  return rowFields[name]?.value(canonical, context) ?? column(rowField(name));
}
