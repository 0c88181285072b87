import type { JsonFrame, QueryAnswer } from '../../plugin/messages.ts';
import type { Plugin } from '../../plugin/start.ts';
import type { StoredSettings } from '../../plugin/messages.ts';
import { evaluateMath, type Value } from '../../../src/engine/alerts/expression/evaluate.ts';
import { parseMath } from '../../../src/engine/alerts/expression/parse.ts';
import type { Rule } from './rules.ts';

export interface Instance {
  labels: Record<string, string>;
  values: Record<string, Value>;
  /** What the condition says: the rule would be pending now, and firing when this stays for as long as the rule waits. */
  state: 'Normal' | 'Pending' | 'NoData';
}

export type Evaluation = { instances: Instance[] } | { error: string };

/** One number of a numeric-long frame with its labels. */
export interface Labelled {
  labels: Record<string, string>;
  value: Value;
}

/** Rows of numeric-long frames: text columns are labels, the only other column is the value. */
export function numbersOf(frames: JsonFrame[]): Labelled[] {
  return frames.flatMap(({ schema: { fields }, data: { values } }) => {
    const valueAt = fields.findIndex(({ type }) => type === 'number');
    const rows = values[valueAt] ?? [];
    return rows.map((value, row) => ({
      labels: Object.fromEntries(
        fields.flatMap(({ name, type }, column) => (type === 'string' ? [[name, String(values[column]?.[row])]] : []))
      ),
      value: typeof value === 'number' ? value : null,
    }));
  });
}

const keyOf = (labels: Record<string, string>) =>
  JSON.stringify(Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1)));

/** Values of all queries beside each other, by label set. */
export function joined(answers: Record<string, Labelled[]>): Instance[] {
  const byLabels = new Map<string, Instance>();
  for (const [refId, numbers] of Object.entries(answers)) {
    for (const { labels, value } of numbers) {
      const key = keyOf(labels);
      const instance = byLabels.get(key) ?? { labels, values: {}, state: 'Normal' };
      instance.values[refId] = value;
      byLabels.set(key, instance);
    }
  }
  return [...byLabels.values()];
}

/** Not zero is a breach, NaN included; no value is no data. */
const stateOf = (value: Value): Instance['state'] => (value === null ? 'NoData' : value === 0 ? 'Normal' : 'Pending');

/** Evaluates a rule at a time, as Grafana does: all of its queries through the backend, then its condition. */
export async function evaluate(plugin: Plugin, settings: StoredSettings, rule: Rule, now: number): Promise<Evaluation> {
  const answers: Record<string, QueryAnswer> = {};
  for (const { fromSeconds, toSeconds, ...query } of rule.queries) {
    const range = { from: now - fromSeconds * 1000, to: now - toSeconds * 1000, fromAlert: true };
    Object.assign(answers, await plugin.queryData(settings, [query], range));
  }
  const failed = Object.values(answers).find(({ error }) => error !== '');
  if (failed) {
    return { error: failed.error };
  }
  const numbers = Object.fromEntries(Object.entries(answers).map(([refId, { frames }]) => [refId, numbersOf(frames)]));
  const condition = parseMath(rule.expression);
  return {
    instances: joined(numbers).map((instance) => ({
      ...instance,
      state: stateOf(evaluateMath(condition, instance.values)),
    })),
  };
}
