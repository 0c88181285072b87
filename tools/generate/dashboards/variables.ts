import type { Builder } from '@grafana/grafana-foundation-sdk/cog';
import {
  AdHocVariableBuilder,
  DatasourceVariableBuilder,
  QueryVariableBuilder,
  VariableRefresh,
  VariableSort,
  type VariableModel,
} from '@grafana/grafana-foundation-sdk/dashboard';

import { dimensionOf, type NamedDimensionId } from '../../../src/engine/catalogue/dimensions/index.ts';
import type { Filter, ValuesQuery } from '../../../src/engine/query/model.ts';
import { datasource, datasourceType } from './query.ts';

/** The variables that the values of a variable depend on: a version says nothing without its prompt. */
const chained: Partial<Record<NamedDimensionId, readonly NamedDimensionId[]>> = {
  feature: ['team'],
  model: ['provider'],
  prompt: ['feature'],
  prompt_version: ['prompt'],
};

/** The most values that a variable offers: a filter is typed beyond. */
const most = 1000;

/** Lists the variables: the data source first, because the others are read through it; filters of any attribute last. */
export function variables(
  narrowedBy: readonly NamedDimensionId[],
  more: readonly Builder<VariableModel>[] = []
): Builder<VariableModel>[] {
  return [
    new DatasourceVariableBuilder('datasource')
      .label('Data source')
      .type(datasourceType)
      // Grafana's default if it is one of these; else it takes the first by name.
      .current({ selected: true, text: 'default', value: 'default' }),
    ...narrowedBy.map((dimension) => severalOf(dimension, narrowedBy)),
    ...more,
    new AdHocVariableBuilder('filters').label('Filters').datasource(datasource),
  ];
}

/** Builds a filter for each variable. "All" means no filter, so that requests without a value are included. */
export const filtersOf = (narrowedBy: readonly NamedDimensionId[]): Filter[] =>
  narrowedBy.map((dimension) => ({ dimension, operator: 'in', values: [`$${dimension}`] }));

/** Chooses a single evaluation, because different evaluations have different scales. */
export const evaluationVariable = (): Builder<VariableModel> =>
  variable('evaluation', {
    ...{ version: 1, kind: 'values', format: 'table', of: 'evaluation' },
    ...{ filters: [], limit: most },
  })
    .label('Evaluation')
    .description('The evaluation whose scores are shown: the name in gen_ai.evaluation.name')
    .current({ selected: true, text: 'faithfulness', value: 'faithfulness' });

/** Chooses a single value of a dimension, among those that the filters leave. */
export const oneOf = (
  name: string,
  label: string,
  dimension: NamedDimensionId,
  filters: readonly Filter[]
): QueryVariableBuilder => variable(name, valuesOf(dimension, filters)).label(label);

function severalOf(dimension: NamedDimensionId, narrowedBy: readonly NamedDimensionId[]): QueryVariableBuilder {
  const { title, description } = dimensionOf(dimension);
  const by = (chained[dimension] ?? []).filter((other) => narrowedBy.includes(other));
  return variable(dimension, valuesOf(dimension, filtersOf(by)))
    .label(title)
    .description(description)
    .multi(true)
    .includeAll(true)
    .current({ selected: true, text: ['All'], value: ['$__all'] });
}

const valuesOf = (dimension: NamedDimensionId, filters: readonly Filter[]): ValuesQuery => ({
  ...{ version: 1, kind: 'values', format: 'table', dimension },
  ...{ filters: [...filters], limit: most },
});

const variable = (name: string, query: ValuesQuery): QueryVariableBuilder =>
  new QueryVariableBuilder(name)
    .datasource(datasource)
    .query({ refId: `variable-${name}`, ...query })
    .refresh(VariableRefresh.OnTimeRangeChanged)
    .sort(VariableSort.AlphabeticalAsc)
    .multi(false)
    .includeAll(false);
