import type { Builder, Dataquery } from '@grafana/grafana-foundation-sdk/cog';

import type { DimensionId } from '../../../src/engine/catalogue/dimensions/index.ts';
import type { MeasureId } from '../../../src/engine/catalogue/measures/index.ts';
import type { Filter, Format, MeasureQuery } from '../../../src/engine/query/model.ts';

export const datasourceType = 'genai-clickhouse-datasource';

/** The data source that the dashboard's variable chooses. */
export const datasource = { type: datasourceType, uid: '${datasource}' };

/**
 * A measure query as a panel's target:
 *
 *   new MeasureQueryBuilder('table', 'cost').groupBy('feature').top(10)
 *
 * gives `{ refId, datasource, version: 1, kind: 'measure', format, measures, groupBy, filters, top }`.
 */
export class MeasureQueryBuilder implements Builder<Dataquery> {
  private readonly query: MeasureQuery;

  constructor(format: Format, ...measures: MeasureId[]) {
    this.query = {
      version: 1,
      kind: 'measure',
      format,
      measures: measures.map((id) => ({ id })),
      groupBy: [],
      filters: [],
    };
  }

  groupBy(...dimensions: DimensionId[]): this {
    this.query.groupBy = dimensions;
    return this;
  }

  filters(filters: Filter[]): this {
    this.query.filters = filters;
    return this;
  }

  /** Keeps the largest groups, the rest becomes `other`. */
  top(n: number, by: MeasureId): this {
    this.query.top = { n, by };
    return this;
  }

  /** Shows one of several measures. */
  select(measure: MeasureId): this {
    this.query.select = measure;
    return this;
  }

  build(): Dataquery & MeasureQuery & { refId: string; datasource: typeof datasource } {
    return { refId: 'A', datasource, ...this.query, _implementsDataqueryVariant: () => {} };
  }
}
