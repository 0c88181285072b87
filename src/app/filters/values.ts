import { CoreApp, dateTime, type MetricFindValue } from '@grafana/data';
import { getDataSourceSrv } from '@grafana/runtime';
import type { ComboboxOption } from '@grafana/ui';
import { lastValueFrom, type Observable } from 'rxjs';

import type { MeasureQuery } from '../../engine/query/model.ts';

interface WithVariables {
  variables?: { query: (request: unknown) => Observable<{ data: MetricFindValue[] }> };
}

const day = 86_400_000;

/** Offers the values of the last day; none without a query. Any text can be typed. */
export function searchValues(datasourceUid: string | undefined, query: MeasureQuery | undefined) {
  let asked: Promise<string[]> | undefined;
  return async (typed: string): Promise<ComboboxOption[]> => {
    asked ??= datasourceUid && query ? load(datasourceUid, query).catch(() => []) : Promise.resolve([]);
    const wanted = (await asked).filter((value) => value.toLowerCase().includes(typed.toLowerCase()));
    return wanted.map((value) => ({ value, label: value }));
  };
}

async function load(datasourceUid: string, query: MeasureQuery): Promise<string[]> {
  const { variables } = (await getDataSourceSrv().get(datasourceUid)) as WithVariables;
  if (!variables) {
    return [];
  }
  const now = Date.now();
  const range = { from: dateTime(now - day), to: dateTime(now) };
  const request = {
    app: CoreApp.Unknown,
    requestId: `values-${query.groupBy.join()}`,
    startTime: now,
    timezone: 'browser',
    range: { ...range, raw: range },
    interval: '1m',
    intervalMs: 60_000,
    maxDataPoints: 1000,
    scopedVars: {},
    targets: [{ ...query, refId: 'values' }],
  };
  const { data } = await lastValueFrom(variables.query(request));
  return data.map(({ text }) => text);
}
