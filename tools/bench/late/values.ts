import { evaluateMath, type Value } from '../../../src/engine/alerts/expression/evaluate.ts';
import { parseMath } from '../../../src/engine/alerts/expression/parse.ts';
import type { AlertRule } from '../../../src/engine/alerts/rule.ts';

/** A row of an answer as the rule's refIds name its columns. */
export function valuesIn(rule: AlertRule, columns: string[], row: unknown[]): Record<string, Value> {
  const of = (name: string) => (row[columns.indexOf(name)] ?? null) as Value;
  return Object.fromEntries(Object.entries(rule.show).map(([refId, column]) => [refId, of(column)]));
}

/** NaN holds, as in Grafana. */
export const holds = (condition: string, values: Record<string, Value>): boolean =>
  ![0, null].includes(evaluateMath(parseMath(condition), values));
