import { comparisonsOf, isBound, type AlertRule, type Comparison } from './rule.ts';

/**
 * The rule's condition as Grafana's math: `$N > 100 && $S >= 20 && $A < 3.5`.
 *
 * Guards stand left of values, since `&&` stops at a 0 on its left where the right side is NaN. It does not stop for
 * null: Grafana's math (pkg/expr/mathexp/exp.go, biScalarNumber) answers null as soon as either side is null, `0 && null`
 * included, and a null condition is "no data" for that label set alone. So a rule whose value can be missing says with
 * its `noData` policy what that means.
 */
export function conditionOf(rule: Pick<AlertRule, 'guards' | 'trigger'>): string {
  return comparisonsOf(rule).map(written).join(' && ');
}

/** `$N > 100`, or `$U >= $S`. */
export function written(comparison: Comparison): string {
  const other = isBound(comparison) ? String(comparison.number) : `$${comparison.than}`;
  return `$${comparison.refId} ${comparison.is} ${other}`;
}
