import { conditionOf } from '../../../src/engine/alerts/condition.ts';
import type { Value } from '../../../src/engine/alerts/expression/evaluate.ts';
import {
  comparisonsOf,
  isBound,
  type AlertRule,
  type Bound,
  type Comparison,
} from '../../../src/engine/alerts/rule.ts';
import { holds, valuesIn } from '../../../tools/bench/late/values.ts';

/** What a rule's queries answer at a tick, by label set: every column of its one statement. */
export type Instances = { label: string; values: Record<string, Value> }[];

/** An answer's rows as the rule's refIds name their columns. */
export function instancesIn(
  rule: AlertRule,
  by: string,
  { columns, rows }: { columns: string[]; rows: unknown[][] }
): Instances {
  return rows.map((row) => ({ label: String(row[columns.indexOf(by)]), values: valuesIn(rule, columns, row) }));
}

/** Label sets for which the condition holds. */
export const firing = (instances: Instances, condition: string): string[] =>
  instances
    .filter(({ values }) => holds(condition, values))
    .map(({ label }) => label)
    .sort();

const swapped = { '>': '>=', '>=': '>', '<': '<=', '<=': '<' } as const;

function mutations(bound: Bound, between: readonly string[]): Bound[] {
  const step = bound.unit === 'short' ? 1 : Math.abs(bound.number) * 0.02;
  return [
    { ...bound, number: bound.number + step },
    { ...bound, number: bound.number - step },
    ...(between.includes(bound.id) ? [] : [{ ...bound, is: swapped[bound.is] }]),
  ];
}

/**
 * Changes of a number or a comparison that no label set notices: none, if the traffic is any good. Of the numbers `between`
 * no traffic stands on the number itself, since no sum of doubles meets it.
 */
export function unnoticed(rule: AlertRule, instances: Instances, between: readonly string[]): string[] {
  const expected = JSON.stringify(firing(instances, conditionOf(rule)));
  return comparisonsOf(rule)
    .filter(isBound)
    .flatMap((bound) => mutations(bound, between).map((other) => ({ bound, other })))
    .filter(({ bound, other }) => {
      const changed = (comparison: Comparison) => (comparison === bound ? other : comparison);
      const condition = conditionOf({ guards: rule.guards.map(changed), trigger: rule.trigger.map(changed) });
      return JSON.stringify(firing(instances, condition)) === expected;
    })
    .map(({ bound, other }) => `${bound.id}: ${other.is} ${other.number} instead of ${bound.is} ${bound.number}`);
}
