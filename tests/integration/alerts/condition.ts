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

/** The answers of a rule's queries at a tick, by label set: every column of its one statement. */
export type Instances = { label: string; values: Record<string, Value> }[];

/** Reads an answer's rows, by the rule's refIds. */
export function instancesIn(
  rule: AlertRule,
  by: string,
  { columns, rows }: { columns: string[]; rows: unknown[][] }
): Instances {
  return rows.map((row) => ({ label: String(row[columns.indexOf(by)]), values: valuesIn(rule, columns, row) }));
}

/** Lists the label sets for which the condition holds. */
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
 * Lists changes of a number or a comparison that affect no label set, of which there must be none. For the numbers `between`,
 * no traffic meets the number exactly, because no sum of doubles does.
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
