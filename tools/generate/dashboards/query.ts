import type { Builder, Dataquery } from '@grafana/grafana-foundation-sdk/cog';

import type { DimensionId } from '../../../src/engine/catalogue/dimensions/index.ts';
import type { MeasureId } from '../../../src/engine/catalogue/measures/index.ts';
import type { Filter, Format, MeasureQuery, MeasureRef, SpansQuery } from '../../../src/engine/query/model.ts';

export const datasourceType = 'genai-clickhouse-datasource';

/** The data source that the dashboard's variable chooses. */
export const datasource = { type: datasourceType, uid: '${datasource}' };

/**
 * Builds a measure query as a panel's target:
 *
 *   new MeasureQueryBuilder('table', 'cost').groupBy('feature').top(10)
 *
 * gives `{ refId, datasource, version: 1, kind: 'measure', format, measures, groupBy, filters, top }`.
 */
export class MeasureQueryBuilder implements Builder<Dataquery> {
  private readonly query: MeasureQuery;

  constructor(format: Format, ...measures: (MeasureId | MeasureRef)[]) {
    this.query = {
      version: 1,
      kind: 'measure',
      format,
      measures: measures.map((measure) => (typeof measure === 'string' ? { id: measure } : measure)),
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

  /** Keeps the largest groups by a column, and combines the rest into `other`. */
  top(n: number, by: string): this {
    this.query.top = { n, by };
    return this;
  }

  /** Shows one of several columns. */
  select(measure: string): this {
    this.query.select = measure;
    return this;
  }

  /** The measures, by which the panel's columns are identified. */
  get measures(): readonly MeasureRef[] {
    return this.query.measures;
  }

  build(): Dataquery & MeasureQuery & { refId: string; datasource: typeof datasource } {
    return { refId: 'A', datasource, ...this.query, _implementsDataqueryVariant: () => {} };
  }
}

/** Builds a query for individual spans as a panel's target: the first `limit` by one of their columns. */
export class SpansQueryBuilder implements Builder<Dataquery> {
  private readonly query: SpansQuery;

  constructor(query: Pick<SpansQuery, 'groupBy' | 'columns' | 'orderBy' | 'limit'>, filters: Filter[]) {
    this.query = { version: 1, kind: 'spans', format: 'table', ...query, filters };
  }

  readonly measures: readonly MeasureRef[] = [];

  build(): Dataquery & SpansQuery & { refId: string; datasource: typeof datasource } {
    return { refId: 'A', datasource, ...this.query, _implementsDataqueryVariant: () => {} };
  }
}
