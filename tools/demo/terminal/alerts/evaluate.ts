import { conditionOf } from '../../../../src/engine/alerts/condition.ts';
import { evaluateMath, type Value } from '../../../../src/engine/alerts/expression/evaluate.ts';
import { parseMath } from '../../../../src/engine/alerts/expression/parse.ts';
import { queriesOf } from '../../../../src/engine/alerts/queries.ts';
import type { AlertRule } from '../../../../src/engine/alerts/rule.ts';
import type { JsonFrame, QueryAnswer } from '../../../plugin/messages.ts';
import { columnsOf, type Column } from '../fields.ts';
import type { Backend } from '../backend.ts';

export type Labels = Readonly<Record<string, string>>;

export interface Instance {
  labels: Labels;
  values: Record<string, Value>;
  /** Whether the condition holds; null if it has no value. */
  breached: boolean | null;
}

export interface Evaluation {
  instances: Instance[];
  /** The name and format of each refId's number. */
  columns: Record<string, Pick<Column, 'name' | 'text'>>;
}

/** A number of a numeric-long frame, with its labels. */
interface Labelled {
  labels: Labels;
  value: Value;
}

/** Evaluates a rule as Grafana does: first its queries, then its condition. Throws with the backend's message if a query fails. */
export async function evaluate(backend: Backend, rule: AlertRule, now: number): Promise<Evaluation> {
  const answers = await backend.query(
    queriesOf(rule).map(({ refId, query }) => ({ ...query, refId })),
    { from: now - rule.window * 1000, to: now, fromAlert: true }
  );
  const failed = Object.values(answers).find(({ error }) => error !== '');
  if (failed) {
    throw new Error(failed.error);
  }
  const condition = parseMath(conditionOf(rule));
  return {
    columns: Object.fromEntries(
      Object.entries(answers).flatMap(([refId, answer]) => {
        const column = numberIn(answer);
        return column ? [[refId, column]] : [];
      })
    ),
    instances: joined(answers).map((instance) => {
      const value = evaluateMath(condition, instance.values);
      // Anything but zero is a breach, including NaN; null is no data.
      return { ...instance, breached: value === null ? null : value !== 0 };
    }),
  };
}

const plain = { defaults: {}, overrides: [] };

const numberIn = ({ frames }: QueryAnswer) =>
  frames.flatMap((frame) => columnsOf(frame, plain)).find(({ type }) => type === 'number');

/** Reads the rows of numeric-long frames: text columns are labels, the only other column is the value. */
function numbersOf(frames: readonly JsonFrame[]): Labelled[] {
  return frames.flatMap((frame) => {
    const columns = columnsOf(frame, plain);
    const texts = columns.filter(({ type }) => type === 'string');
    const numbers = columns.find(({ type }) => type === 'number')?.values ?? [];
    return numbers.map((value, row) => ({
      labels: Object.fromEntries(texts.map(({ id, values }) => [id, String(values[row])])),
      value: typeof value === 'number' ? value : null,
    }));
  });
}

/** Joins the values of all queries by label set. */
function joined(answers: Record<string, QueryAnswer>): Pick<Instance, 'labels' | 'values'>[] {
  const byLabels = new Map<string, Pick<Instance, 'labels' | 'values'>>();
  for (const [refId, { frames }] of Object.entries(answers)) {
    for (const { labels, value } of numbersOf(frames)) {
      const key = keyOf(labels);
      const instance = byLabels.get(key) ?? { labels, values: {} };
      instance.values[refId] = value;
      byLabels.set(key, instance);
    }
  }
  return [...byLabels.values()];
}

/** Returns a key for a label set that does not depend on the order of labels. */
export const keyOf = (labels: Labels): string =>
  JSON.stringify(Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1)));
