import { CoreApp, getDefaultTimeRange, type TimeRange } from '@grafana/data';
import { lastValueFrom } from 'rxjs';

import type { DimensionId } from '../engine/catalogue/dimensions/index.ts';
import { mostValues } from '../engine/query/kinds/values.ts';
import { currentVersion, type Filter, type ValuesQuery } from '../engine/query/model.ts';
import { valuesOf } from '../templating/values.ts';
import type { Queried } from './types.ts';

/** Builds a query for the values of a dimension, as many as there may be. */
export function valuesQuery(dimension: DimensionId, filters: Filter[] = []): ValuesQuery {
  return { version: currentVersion, kind: 'values', format: 'table', dimension, filters, limit: mostValues };
}

/** Loads the values of a dimension in the time range, of rows that match the filters. */
export const loadValues = (
  datasource: Queried,
  dimension: DimensionId,
  range?: TimeRange,
  filters: Filter[] = []
): Promise<string[]> => load(datasource, `values-${dimension}`, valuesQuery(dimension, filters), range);

/** Loads the keys of attributes in the time range, without those that hold content. */
export const loadKeys = (datasource: Queried, range?: TimeRange): Promise<string[]> =>
  load(
    datasource,
    'attribute-keys',
    { version: currentVersion, kind: 'values', format: 'table', of: 'attribute_key', filters: [], limit: mostValues },
    range
  );

async function load(
  datasource: Queried,
  requestId: string,
  query: ValuesQuery,
  range: TimeRange = getDefaultTimeRange()
): Promise<string[]> {
  const response = await lastValueFrom(
    datasource.query({
      app: CoreApp.Unknown,
      requestId,
      startTime: Date.now(),
      timezone: 'browser',
      range,
      interval: '1m',
      intervalMs: 60_000,
      maxDataPoints: 1000,
      scopedVars: {},
      targets: [{ ...query, refId: 'values' }],
    })
  );
  const failure = response.errors?.[0];
  if (failure) {
    throw new Error(failure.message ?? failure.data?.message ?? failure.statusText ?? '');
  }
  return valuesOf(response.data);
}
