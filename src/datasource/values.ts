import { CoreApp, getDefaultTimeRange, type TimeRange } from '@grafana/data';
import { lastValueFrom } from 'rxjs';

import { dimensionOf, type DimensionId } from '../engine/catalogue/dimensions/index.ts';
import type { FactId } from '../engine/catalogue/facts.ts';
import type { MeasureId } from '../engine/catalogue/measures/index.ts';
import { currentVersion, type Filter, type MeasureQuery } from '../engine/query/model.ts';
import { valuesOf } from '../templating/values.ts';
import type { Queried } from './types.ts';

/** The measures that count the rows of facts; a dimension's values are those of the first fact that has it. */
const countedBy: ReadonlyArray<readonly [FactId, MeasureId]> = [
  ['requests', 'requests'],
  ['tools', 'tool_calls'],
  ['guardrails', 'guardrail_checks'],
  ['evaluations', 'evaluation_count'],
  ['spans', 'spans'],
];

/** Builds a query whose rows are the values of a dimension. */
export function valuesQuery(dimension: DimensionId, filters: Filter[] = []): MeasureQuery {
  const measure = countedBy.find(([fact]) => dimensionOf(dimension).facts.includes(fact))?.[1] ?? 'requests';
  return {
    version: currentVersion,
    kind: 'measure',
    format: 'table',
    measures: [{ id: measure }],
    groupBy: [dimension],
    filters,
  };
}

/** Loads the values of a dimension in the time range, of rows that match the filters. */
export async function loadValues(
  datasource: Queried,
  dimension: DimensionId,
  range: TimeRange = getDefaultTimeRange(),
  filters: Filter[] = []
): Promise<string[]> {
  const response = await lastValueFrom(
    datasource.query({
      app: CoreApp.Unknown,
      requestId: `values-${dimension}`,
      startTime: Date.now(),
      timezone: 'browser',
      range,
      interval: '1m',
      intervalMs: 60_000,
      maxDataPoints: 1000,
      scopedVars: {},
      targets: [{ ...valuesQuery(dimension, filters), refId: 'values' }],
    })
  );
  const failure = response.errors?.[0];
  if (failure) {
    throw new Error(failure.message ?? failure.data?.message ?? failure.statusText ?? '');
  }
  return valuesOf(response.data);
}
