import type { Builder, Dataquery } from '@grafana/grafana-foundation-sdk/cog';

import type { DimensionId } from '../../../src/engine/catalogue/dimensions/index.ts';
import type { MeasureId } from '../../../src/engine/catalogue/measures/index.ts';
import type { Filter, Format, MeasureQuery, MeasureRef, Query, SpansQuery } from '../../../src/engine/query/model.ts';

export const datasourceType = 'genai-clickhouse-datasource';

/** The data source that the dashboard's variable chooses. */
export const datasource = { type: datasourceType, uid: '${datasource}' };

/** Grafana's data source of another panel's answer. */
const otherPanel = { type: 'datasource', uid: '-- Dashboard --' };

/** A panel's query, with the data source that it is sent to. */
export interface Target extends Builder<Dataquery> {
  readonly datasource: { type: string; uid: string };
}

/**
 * Builds a measure query as a panel's target:
 *
 *   new MeasureTarget('table', 'cost').groupBy('feature').top(10)
 *
 * gives `{ refId, datasource, version: 1, kind: 'measure', format, measures, groupBy, filters, top }`.
 */
export class MeasureTarget implements Target {
  readonly datasource = datasource;
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

  /** Narrows the query, in addition to what narrows it already. */
  filters(filters: readonly Filter[]): this {
    this.query.filters = [...this.query.filters, ...filters];
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

  baseline(offset: number, periods = 1): this {
    this.query.baseline = { offset, periods };
    return this;
  }

  /** The measures, by which the panel's columns are identified. */
  get measures(): readonly MeasureRef[] {
    return this.query.measures;
  }

  get dimensions(): readonly DimensionId[] {
    return this.query.groupBy;
  }

  build(): Dataquery & MeasureQuery & { refId: string; datasource: typeof datasource } {
    return { refId: 'A', datasource, ...this.query, _implementsDataqueryVariant: () => {} };
  }
}

/** Builds a query of any other kind as a panel's target. */
export class QueryTarget<Asked extends Exclude<Query, MeasureQuery>> implements Target {
  readonly datasource = datasource;
  readonly query: Asked;

  constructor(query: Asked) {
    this.query = query;
  }

  build(): Dataquery & Asked & { refId: string; datasource: typeof datasource } {
    return { refId: 'A', datasource, ...this.query, _implementsDataqueryVariant: () => {} };
  }
}

/** Builds a query for individual spans: the first `limit` by one of their columns. */
export const spansTarget = (
  query: Pick<SpansQuery, 'groupBy' | 'columns' | 'orderBy' | 'limit'> & Partial<SpansQuery>,
  filters: readonly Filter[]
): QueryTarget<SpansQuery> =>
  new QueryTarget<SpansQuery>({
    ...{ version: 1, kind: 'spans', format: 'table' },
    ...query,
    filters: [...(query.filters ?? []), ...filters],
  });

/** Builds the answer of another panel of the same row, which asks for it, as a panel's target. */
export class SharedTarget implements Target {
  readonly datasource = otherPanel;
  readonly panelId: number;

  constructor(panelId: number) {
    this.panelId = panelId;
  }

  build(): Dataquery & { refId: string; datasource: typeof otherPanel; panelId: number } {
    return { refId: 'A', datasource: otherPanel, panelId: this.panelId, _implementsDataqueryVariant: () => {} };
  }
}
