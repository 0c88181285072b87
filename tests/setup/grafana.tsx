/** A Grafana for the tests of the app's pages: its API answers what a test says, and its permissions are the test's. */
import type { DataSourceInstanceSettings } from '@grafana/data';
import React, { type ReactNode } from 'react';
import { NEVER, of, throwError, type Observable } from 'rxjs';

export const dataSourceType = 'genai-clickhouse-datasource';

interface Request {
  url: string;
  method?: string;
  data?: unknown;
}

/** A query as it was asked, with its range in epoch milliseconds. */
export type AskedQuery = Record<string, unknown> & { kind: string; from: number; to: number; uid: string };

type Row = Record<string, unknown>;

export const grafana = {
  permissions: {} as Record<string, boolean>,
  dataSources: [] as DataSourceInstanceSettings[],
  /** Answers by method and URL. One that throws is a failure. */
  answers: {} as Record<string, (request: Request) => unknown>,
  /** Answers queries with rows; NEVER leaves one unanswered. */
  query: (_: AskedQuery): Row[] | typeof NEVER => [],
  asked: [] as Request[],
  queries: [] as AskedQuery[],
};

type Answers = typeof grafana.answers;

/** What of a data source no page changes. */
export const about = {
  ...{ uid: 'traces', name: 'Traces', type: 'genai', url: 'http://clickhouse' },
  secureJsonFields: { password: true },
};

/** The data source as Grafana keeps it; a test may change it as somebody else would. */
export const kept = { version: 1, readOnly: false, jsonData: {} as Row };

/** Answers for the data source `traces`, which a PUT replaces if its version is the last one. */
export function keeping(more: Partial<typeof kept>): Answers {
  Object.assign(kept, { version: 1, readOnly: false, jsonData: {} }, more);
  const url = '/api/datasources/uid/traces';
  const shown = () => ({ ...about, ...structuredClone(kept) });
  return {
    [`GET ${url}`]: shown,
    [`PUT ${url}`]: ({ data }) => {
      const body = data as typeof kept;
      if (body.version !== kept.version) {
        throw failure(409, 'Datasource has already been updated by someone else.');
      }
      Object.assign(kept, { version: kept.version + 1, readOnly: false, jsonData: body.jsonData });
      return { datasource: shown() };
    },
  };
}

/** A failure as Grafana's fetch throws it. */
export const failure = (status: number, message: string) => ({
  status,
  statusText: '',
  data: { message },
  config: { url: '' },
});

export function source(uid: string, more: Partial<DataSourceInstanceSettings> = {}): DataSourceInstanceSettings {
  return { uid, name: uid, type: dataSourceType, jsonData: {}, ...more } as DataSourceInstanceSettings;
}

/** Begins anew: one data source, an administrator, and an empty table. */
export function startGrafana(): void {
  permit(...administrator);
  grafana.dataSources = [source('traces')];
  grafana.asked = [];
  grafana.queries = [];
  grafana.query = () => [];
  grafana.answers = {};
}

export const administrator = [
  ...['datasources:read', 'datasources:write', 'datasources:create', 'datasources:explore', 'datasources:query'],
  ...['alert.rules:read', 'alert.rules:write', 'alert.rules:create', 'folders:create'],
];
export const viewer = ['datasources:query', 'alert.rules:read'];

export function permit(...actions: string[]): void {
  Object.keys(grafana.permissions).forEach((action) => delete grafana.permissions[action]);
  Object.assign(grafana.permissions, Object.fromEntries(actions.map((action) => [action, true])));
}

function respond(request: Request): Observable<unknown> {
  grafana.asked.push(request);
  if (request.url === '/api/ds/query') {
    return queried(request);
  }
  const answer = grafana.answers[`${request.method ?? 'GET'} ${request.url}`];
  if (!answer) {
    return throwError(() => failure(404, `no answer to ${request.method ?? 'GET'} ${request.url}`));
  }
  try {
    const data = answer(request);
    return data === NEVER ? NEVER : of({ data });
  } catch (thrown) {
    return throwError(() => thrown as Error);
  }
}

function queried({ data }: Request): Observable<unknown> {
  const { queries, from, to } = data as {
    queries: (AskedQuery & { datasource: { uid: string } })[];
    from: string;
    to: string;
  };
  const results: Record<string, unknown> = {};
  for (const one of queries) {
    const asked = { ...one, from: Number(from), to: Number(to), uid: one.datasource.uid };
    grafana.queries.push(asked);
    try {
      const rows = grafana.query(asked);
      if (rows === NEVER) {
        return NEVER;
      }
      results[String(one['refId'])] = { frames: [frameOf(rows as Row[])] };
    } catch (thrown) {
      const message = (thrown as Error).message;
      return throwError(() => ({
        ...failure(400, 'Query data error'),
        data: { results: { [String(one['refId'])]: { error: message } } },
      }));
    }
  }
  return of({ data: { results } });
}

function frameOf(rows: Row[]) {
  const names = Object.keys(rows[0] ?? {});
  return {
    schema: {
      fields: names.map((name) => ({ name, type: typeof rows[0]?.[name] === 'string' ? 'string' : 'number' })),
    },
    data: { values: names.map((name) => rows.map((row) => row[name])) },
  };
}

/** What replaces parts of `@grafana/runtime`. */
export const runtime = {
  PluginPage: ({ children, actions }: { children: ReactNode; actions?: ReactNode }) => (
    <main>
      {actions}
      {children}
    </main>
  ),
  PanelRenderer: ({ pluginId }: { pluginId: string }) => <div>{`panel ${pluginId}`}</div>,
  getDataSourceSrv: () => ({
    getList: () => grafana.dataSources,
    get: () => Promise.resolve({}),
    reload: () => undefined,
  }),
  getBackendSrv: () => ({ fetch: respond }),
  config: { bootData: { user: { permissions: grafana.permissions } }, theme2: {} },
};

/** What replaces parts of `@grafana/ui`: a link there needs Grafana's router around it. */
export const ui = {
  TextLink: ({ href, children }: { href: string; children: ReactNode }) => <a href={href}>{children}</a>,
};

/** The bodies that were sent. */
export const sent = (method: string, url: string): unknown[] =>
  grafana.asked.filter((one) => (one.method ?? 'GET') === method && one.url === url).map(({ data }) => data);
