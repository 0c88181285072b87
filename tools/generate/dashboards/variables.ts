import type { Builder } from '@grafana/grafana-foundation-sdk/cog';
import {
  DatasourceVariableBuilder,
  QueryVariableBuilder,
  VariableRefresh,
  VariableSort,
  type VariableModel,
} from '@grafana/grafana-foundation-sdk/dashboard';

import { dimensionOf, type DimensionId } from '../../../src/engine/catalogue/dimensions/index.ts';
import type { MeasureId } from '../../../src/engine/catalogue/measures/index.ts';
import type { Filter, MeasureQuery } from '../../../src/engine/query/model.ts';
import { datasource, datasourceType } from './query.ts';

/** The dimensions that a dashboard can be filtered by, with one variable each, named after the dimension. */
const narrowedBy: DimensionId[] = ['environment', 'feature', 'team', 'model'];

/** Lists the variables: the data source first, because the others are read through it. */
export function variables(): Builder<VariableModel>[] {
  return [
    new DatasourceVariableBuilder('datasource').label('Data source').type(datasourceType),
    ...narrowedBy.map((dimension) => valuesOf(dimension)),
  ];
}

/** Builds a filter for each variable. "All" means no filter, so that requests without a value are included. */
export function filters(): Filter[] {
  return narrowedBy.map((dimension) => ({ dimension, operator: 'in', values: [`$${dimension}`] }));
}

/** Chooses a single evaluation, because different evaluations have different scales. */
export function evaluationVariable(): Builder<VariableModel> {
  return valuesOf('evaluation', 'evaluation_count')
    .multi(false)
    .includeAll(false)
    .current({ selected: true, text: 'faithfulness', value: 'faithfulness' });
}

/** Offers the values of a dimension that have requests in the time range. */
function valuesOf(dimension: DimensionId, counted: MeasureId = 'requests'): QueryVariableBuilder {
  const query: MeasureQuery & { refId: string } = {
    refId: `variable-${dimension}`,
    version: 1,
    kind: 'measure',
    format: 'table',
    measures: [{ id: counted }],
    groupBy: [dimension],
    filters: [],
  };
  return new QueryVariableBuilder(dimension)
    .label(dimensionOf(dimension).title)
    .description(dimensionOf(dimension).description)
    .datasource(datasource)
    .query(query)
    .refresh(VariableRefresh.OnTimeRangeChanged)
    .sort(VariableSort.AlphabeticalAsc)
    .multi(true)
    .includeAll(true)
    .current({ selected: true, text: ['All'], value: ['$__all'] });
}
