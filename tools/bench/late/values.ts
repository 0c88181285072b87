import { evaluateMath, type Value } from '../../../src/engine/alerts/expression/evaluate.ts';
import { parseMath } from '../../../src/engine/alerts/expression/parse.ts';
import type { AlertRule } from '../../../src/engine/alerts/rule.ts';

/** Reads a row of an answer, by the rule's refIds. */
export function valuesIn(rule: AlertRule, columns: string[], row: unknown[]): Record<string, Value> {
  const of = (name: string) => (row[columns.indexOf(name)] ?? null) as Value;
  return Object.fromEntries(Object.entries(rule.show).map(([refId, column]) => [refId, of(column)]));
}

/** Whether a condition holds, as NaN does in Grafana. */
export const holds = (condition: string, values: Record<string, Value>): boolean =>
  ![0, null].includes(evaluateMath(parseMath(condition), values));
