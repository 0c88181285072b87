import { dimensionOf, type DimensionId } from '../../../catalogue/dimensions/index.ts';
import type { FactId } from '../../../catalogue/facts.ts';
import type { MeasureId } from '../../../catalogue/measures/index.ts';
import { UserError } from '../../../errors.ts';
import { dimensionNotTaken, dimensionWithoutFact, valuesOfWhich } from '../../../messages.ts';
import type { MeasureQuery, ValuesQuery } from '../../../query/model.ts';

/** The measures that count the rows of facts; a dimension's values are those of the first fact that has it. */
const countedBy: ReadonlyArray<readonly [FactId, MeasureId]> = [
  ['requests', 'requests'],
  ['tools', 'tool_calls'],
  ['agents', 'agent_runs'],
  ['guardrails', 'guardrail_checks'],
  ['evaluations', 'evaluation_count'],
  ['spans', 'spans'],
];

/** The dimension whose values are asked for; undefined for keys. Throws a UserError if none or too many are named. */
export function dimensionIn({ of = 'dimension', dimension }: ValuesQuery): DimensionId | undefined {
  if (of !== 'dimension' && dimension !== undefined) {
    throw new UserError(dimensionNotTaken(of), 'query');
  }
  if (of === 'dimension' && dimension === undefined) {
    throw new UserError(valuesOfWhich(), 'query');
  }
  return of === 'evaluation' ? 'evaluation' : dimension;
}

/** The name of the column that counts. */
export const countColumn = 'count';

/** The query that counts rows by the dimension; undefined for keys. */
export function countingOf(query: ValuesQuery): MeasureQuery | undefined {
  const dimension = dimensionIn(query);
  if (dimension === undefined) {
    return undefined;
  }
  const { version, source, estimate } = query;
  const filters = query.filters.filter(({ values }) => values.length > 0);
  const asked = [dimension, ...filters.map((filter) => filter.dimension)];
  const [, measure] = countedBy.find(([fact]) => asked.every((id) => dimensionOf(id).facts.includes(fact))) ?? [];
  if (measure === undefined) {
    const own = dimensionOf(dimension).facts;
    const stranger = asked.find((id) => !dimensionOf(id).facts.some((fact) => own.includes(fact)));
    throw new UserError(dimensionWithoutFact(stranger ?? asked[asked.length - 1] ?? '', dimension), 'query');
  }
  return {
    ...{ version, source, estimate, filters },
    kind: 'measure',
    format: 'table',
    measures: [{ id: measure, name: countColumn }],
    groupBy: [dimension],
  };
}
