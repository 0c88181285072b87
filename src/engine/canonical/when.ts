import { scopeConditions } from './scopes.ts';
import type { Reading } from './reading.ts';
import type { When } from '../source/dialects/dialect.ts';
import { any, isNothing } from '../sql/missing.ts';
import { call, equal, number, text, type Expression } from '../sql/nodes.ts';

/** Conditions that a row meets all of; one of them is nothing where no row of the table does. */
export function conditionsOf(
  { scopes, anyOf, lacking, equals }: When,
  { reader, spans }: Pick<Reading, 'reader' | 'spans'>
): Expression[] {
  return [
    ...(scopes ? [spans.scope ? any(scopeConditions(spans.scope, scopes)) : number(0)] : []),
    ...(anyOf ? [any(anyOf.map((key) => reader.has(key)))] : []),
    ...(lacking === undefined ? [] : [call('not', reader.has(lacking))]),
    ...(equals ? [isValue(reader.value(equals[0]), equals[1])] : []),
  ];
}

const isValue = (held: Expression, value: string): Expression =>
  isNothing(held) ? number(0) : equal(held, text(value));

/** The attribute keys that it asks for. */
export const keysOf = ({ anyOf = [], lacking, equals }: When): string[] => [
  ...anyOf,
  ...(lacking === undefined ? [] : [lacking]),
  ...(equals ? [equals[0]] : []),
];
