import type { MeasureQuery, Query } from '../../../src/engine/query/model.ts';
import { dimensionIds, type DimensionId } from '../../../src/engine/catalogue/dimensions/index.ts';
import { instant, type Rows } from '../engine/canonical.ts';
import { columnName, evaluate, known, type Group } from '../engine/reference.ts';
import { isClose, type Answer } from '../engine/support.ts';

/** What the reference does not know: attributes, the history of prompts, and context windows, which only the price table has. */
const unknownDimension = (id: DimensionId): boolean =>
  id === 'previous_prompt_version' || !(dimensionIds as readonly string[]).includes(id);
const unknownMeasure = (id: string): boolean => id.startsWith('context_used');

/** Whether the reference can compute a query's answer from the rows. */
export const isKnown = (query: Query): query is MeasureQuery =>
  query.kind === 'measure' &&
  query.format !== 'heatmap' &&
  query.measures.every(({ id, compare, as }) => known(id) && compare === undefined && as === undefined) &&
  [...query.groupBy, ...query.filters.map(({ dimension }) => dimension)].every((id) => !unknownDimension(id));

/** Compares an answer with what the reference computes from the same rows, and returns the numbers that differ. */
export function differences(
  query: MeasureQuery,
  { columns, rows: cells }: Answer,
  rows: Rows,
  window: { from: number; to: number; step: number }
): string[] {
  const cell = (row: unknown[], name: string) => row[columns.indexOf(name)];
  const found: Group[] = cells.map((row) => ({
    time: query.format === 'timeseries' ? instant(cell(row, 'time') as string) : null,
    labels: query.groupBy.map((id) => cell(row, id) as string),
    values: query.measures.map((ref) => cell(row, columnName(ref)) as number | null),
  }));
  const keyOf = ({ time, labels }: Group) => [String(time), ...labels].join(' | ');
  const expected = new Map(
    evaluate(query, rows, { ...window, lagSeconds: 3600 }).map((group) => [keyOf(group), group])
  );
  const keys = new Set(found.map(keyOf));
  const missing = [...expected.keys()].filter((key) => !keys.has(key));
  return [
    ...missing.map((key) => `${key} is missing`),
    ...found.flatMap((group) =>
      query.measures.flatMap(({ id }, index) => {
        const [actual, right] = [group.values[index], expected.get(keyOf(group))?.values[index] ?? null];
        return unknownMeasure(id) || isClose(actual, right) ? [] : [`${keyOf(group)} ${id}: ${actual}, not ${right}`];
      })
    ),
  ];
}
