import { comparisonsOf, isBound, type AlertRule, type Comparison } from './rule.ts';

/**
 * Writes the rule's condition as a math expression of Grafana: `$N > 100 && $S >= 20 && $A < 3.5`.
 *
 * Guards are to the left of values, because `&&` stops at a 0 on its left if the right side is NaN. It does not stop for
 * null: Grafana's math (pkg/expr/mathexp/exp.go, biScalarNumber) returns null as soon as either side is null, `0 && null`
 * included, and a null condition is "no data" for that label set alone. So a rule whose value can be missing says in its
 * `noData` policy what that means.
 */
export function conditionOf(rule: Pick<AlertRule, 'guards' | 'trigger'>): string {
  return comparisonsOf(rule).map(written).join(' && ');
}

/** Writes a comparison as `$N > 100` or `$U >= $S`. */
export function written(comparison: Comparison): string {
  const other = isBound(comparison) ? String(comparison.number) : `$${comparison.than}`;
  return `$${comparison.refId} ${comparison.is} ${other}`;
}
