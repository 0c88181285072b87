import { scopeConditions } from './scopes.ts';
import { type Reading, nameOf } from './reading.ts';
import type { SpanField } from './spanfield.ts';
import type { Dialect } from '../source/dialects/dialect.ts';
import type { Override, ReadOverride, Row } from '../source/dialects/overrides.ts';
import { any, isNothing } from '../sql/missing.ts';
import { number, type Expression } from '../sql/nodes.ts';

/** The overrides that have a part in a derived field. */
export const overridesOf: Partial<Record<SpanField, readonly ReadOverride[]>> = {
  operation: ['operation', 'unnamedOperation', 'notACall'],
  toolName: ['toolName'],
  failed: ['failed'],
  innerCalls: ['innerCalls'],
  innerTools: ['innerTools'],
};

/** The overrides of a dialect that a field asks. */
export const askedOf = (field: SpanField, { overrides }: Dialect): Override[] =>
  (overridesOf[field] ?? []).flatMap((name) => overrides[name] ?? []);

/** What the overrides make of a row, in the order of the dialects; none where they have nothing to say of the table. */
export function overridden(name: ReadOverride, reading: Pick<Reading, 'reader' | 'spans'>): Expression[] {
  return reading.reader.speaking
    .flatMap((dialect) => dialect.overrides[name]?.value(rowOf(dialect, reading)) ?? [])
    .filter((value) => !isNothing(value));
}

function rowOf({ claims }: Dialect, { reader, spans }: Pick<Reading, 'reader' | 'spans'>): Row {
  return {
    name: nameOf(spans),
    scope: spans.scope,
    ofScope: spans.scope ? any(scopeConditions(spans.scope, claims.scopes)) : number(0),
    value: (key) => reader.value(key),
    text: (field) => reader.text(field),
    number: (field) => reader.number(field),
  };
}
