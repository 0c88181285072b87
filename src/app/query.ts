import { dataFrameFromJSON, type DataFrameJSON } from '@grafana/data';

import { currentVersion, type Query } from '../engine/query/model.ts';
import { ask } from './fetch.ts';
import { dataSourceType } from './links.ts';

/** A cell of an answer; null where nothing is known. Times are epoch milliseconds. */
export type Cell = string | number | boolean | null;

/** The rows of an answer, by column, and what the engine says about them. */
export interface Rows {
  rows: Record<string, Cell>[];
  notices: string[];
}

/** Epoch milliseconds. */
export interface Range {
  from: number;
  to: number;
}

type Asked<Of> = Of extends Query ? Omit<Of, 'version' | 'format'> : never;

/** A query as it is asked here: always a table of the present version. */
export type TableQuery = Asked<Query>;

interface Result {
  error?: string;
  frames?: DataFrameJSON[];
}

interface Answer {
  results?: Record<string, Result>;
}

/** How a series is asked for: buckets of so many milliseconds. */
interface Buckets {
  intervalMs: number;
}

/** Asks a data source one question over a range; with buckets for a series, whose rows have a `time`. Throws the reason in the words of the data source. */
export async function askRows(
  datasourceUid: string,
  query: TableQuery,
  { from, to }: Range,
  buckets?: Buckets
): Promise<Rows> {
  const refId = 'A';
  const datasource = { uid: datasourceUid, type: dataSourceType };
  const format = buckets ? 'timeseries' : 'table';
  const queries = [{ version: currentVersion, format, ...query, refId, datasource, ...buckets }];
  try {
    const { results = {} } = await ask<Answer>({
      method: 'POST',
      url: '/api/ds/query',
      data: { queries, from: String(from), to: String(to) },
    });
    return rowsOf(results[refId] ?? {});
  } catch (reason) {
    const { data } = (reason ?? {}) as { data?: Answer };
    // Grafana puts what the data source says beside its own "Query data error".
    const said = data?.results?.[refId]?.error;
    throw said === undefined ? reason : new Error(said);
  }
}

function rowsOf({ error, frames = [] }: Result): Rows {
  if (error !== undefined && error !== '') {
    throw new Error(error);
  }
  const decoded = frames.map((frame) => dataFrameFromJSON(frame));
  return {
    rows: decoded.flatMap(({ fields, length }) =>
      Array.from({ length }, (_, index) =>
        Object.fromEntries(fields.map(({ name, values }) => [name, (values[index] ?? null) as Cell]))
      )
    ),
    notices: decoded.flatMap(({ meta }) => (meta?.notices ?? []).map(({ text }) => text)),
  };
}

/** Asks a resource of a data source; without a body by GET. */
export const askResource = <Answered>(datasourceUid: string, path: string, body?: object): Promise<Answered> =>
  ask<Answered>({
    method: body === undefined ? 'GET' : 'POST',
    url: `/api/datasources/uid/${encodeURIComponent(datasourceUid)}/resources/${path}`,
    ...(body === undefined ? {} : { data: body }),
  });

export const textOf = (cell: Cell | undefined): string => (cell === null || cell === undefined ? '' : String(cell));

/** Reads a number; null for what is none, which a measure without data is. */
export const numberOf = (cell: Cell | undefined): number | null => {
  const number = cell === null || cell === undefined || cell === '' ? NaN : Number(cell);
  return Number.isFinite(number) ? number : null;
};
