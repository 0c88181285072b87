import { call, combine, infix, nothing, number, text, type Expression } from './nodes.ts';

/** Reads a text as Float64, with NULL if it is not a finite number: a single NaN would make the sum of its group NaN. */
export const finite = (value: Expression): Expression => ifFinite(call('toFloat64OrNull', value));

export const ifFinite = (parsed: Expression): Expression => call('if', call('isFinite', parsed), parsed, nothing);

/** Returns the first candidate that is not empty, or else `otherwise`. NULL counts as empty. */
export function firstNonEmpty(candidates: readonly Expression[], otherwise: string): Expression {
  const some = candidates.filter((candidate) => !isNothing(candidate));
  const only = some[0];
  if (some.length === 1 && only && otherwise === '') {
    return only;
  }
  return some.length === 0
    ? text(otherwise)
    : call('coalesce', ...some.map((candidate) => call('nullIf', candidate, text(''))), text(otherwise));
}

/** Whether any of the conditions holds; 0 without conditions. */
export const any = (conditions: readonly Expression[]): Expression =>
  combine(
    'OR',
    conditions.filter((condition) => !isNothing(condition))
  ) ?? number(0);

/** Whether all of the conditions hold; 0 if one of them never does. */
export const all = (conditions: readonly Expression[]): Expression =>
  conditions.some(isNothing) ? number(0) : (combine('AND', conditions) ?? number(1));

/** Replaces a negative number by 0, and keeps NULL, which `greatest` would skip. */
export const notNegative = (value: Expression): Expression =>
  call('if', infix('<', value, number(0)), number(0), value);

/** A number that no row has. */
export const noNumber: Expression = call('CAST', nothing, text('Nullable(Float64)'));

/** Whether the expression is a constant without information: '' for a text, NULL for a number, 0 for a condition. */
export function isNothing(value: Expression): boolean {
  return (
    value === noNumber ||
    (value.kind === 'text' && value.value === '') ||
    (value.kind === 'number' && value.value === 0)
  );
}
