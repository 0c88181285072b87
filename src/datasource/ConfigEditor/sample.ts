import { dateTime, type DataFrameJSON, dataFrameFromJSON, type DataFrame } from '@grafana/data';
import { getBackendSrv } from '@grafana/runtime';

import { defaultSpans } from '../defaults.ts';
import type { Props } from './props.ts';

const calls = 5;

/** What the saved data source has found: facts of the tables, and the latest calls as it reads them. */
export interface Sample {
  message: string;
  facts: Array<{ name: string; value: string }>;
  frame: DataFrame | undefined;
}

interface Health {
  message: string;
  details?: Readonly<Record<string, unknown>>;
}

/** Asks the data source as it is saved. Throws what Grafana's API answers. */
export async function takeSample(
  { uid, type }: Props['options'],
  labels: Readonly<Record<string, string>>
): Promise<Sample> {
  const server = getBackendSrv();
  const quietly = { showErrorAlert: false, showSuccessAlert: false };
  const { message, details = {} } = await server.get<Health>(
    `/api/datasources/uid/${uid}/health`,
    undefined,
    undefined,
    quietly
  );
  const query = { ...defaultSpans(), limit: calls, refId: 'A', datasource: { uid, type } };
  const range = { from: String(dateTime().subtract(1, 'day').valueOf()), to: String(dateTime().valueOf()) };
  const { results } = await server.post<{ results: Record<string, { frames?: DataFrameJSON[] }> }>(
    '/api/ds/query',
    { queries: [query], ...range },
    quietly
  );
  const [frame] = results['A']?.frames ?? [];
  return {
    message,
    facts: Object.entries(labels).flatMap(([name, label]) => {
      const value = textOf(details[name]);
      return value === '' ? [] : [{ name: label, value }];
    }),
    frame: frame && dataFrameFromJSON(frame),
  };
}

const textOf = (value: unknown): string =>
  Array.isArray(value)
    ? value.join(', ')
    : value === null || value === undefined || typeof value === 'object'
      ? ''
      : String(value);
