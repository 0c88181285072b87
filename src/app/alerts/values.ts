import { measuresOf, type AlertRule } from '../../engine/alerts/rule.ts';
import { dimensionOf, type DimensionId } from '../../engine/catalogue/dimensions/index.ts';
import { measures } from '../../engine/catalogue/measures/index.ts';
import type { MeasureQuery } from '../../engine/query/model.ts';

/** Builds the query for the values of a dimension among the rows that the rule counts. */
export function valuesQuery(rule: AlertRule, dimension: DimensionId): MeasureQuery | undefined {
  const { facts } = dimensionOf(dimension);
  const measure = measuresOf(rule).find(({ id, compare }) => !compare && facts.includes(measures[id].fact));
  return (
    measure && {
      version: rule.statement.version,
      kind: 'measure',
      format: 'table',
      measures: [{ id: measure.id }],
      // A mean over several evaluations has no meaning, so they are separate; the first text column is the dimension.
      groupBy:
        dimension === 'evaluation' || !measures[measure.id].perEvaluation ? [dimension] : [dimension, 'evaluation'],
      filters: [],
    }
  );
}
