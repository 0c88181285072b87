import { CoreApp } from '@grafana/data';

import {
  currentVersion as version,
  type BudgetsQuery,
  type CallsQuery,
  type MeasureQuery,
  type Query,
  type SqlQuery,
} from '../engine/query/model.ts';

export function defaultQuery(app?: CoreApp): MeasureQuery {
  return {
    version,
    kind: 'measure',
    format: app === CoreApp.UnifiedAlerting ? 'table' : 'timeseries',
    measures: [{ id: 'requests' }],
    groupBy: ['feature'],
    filters: [],
  };
}

/** The last calls. */
export function defaultCalls(): CallsQuery {
  return {
    version,
    kind: 'calls',
    format: 'table',
    groupBy: ['feature', 'model'],
    columns: ['duration', 'input_tokens', 'output_tokens', 'cost'],
    filters: [],
    orderBy: 'time',
    limit: 100,
  };
}

/** All budgets; a rule looks at how much of each is used. */
export function defaultBudgets(app?: CoreApp): BudgetsQuery {
  const select = app === CoreApp.UnifiedAlerting ? { select: 'share_used' } : {};
  return { version, kind: 'budgets', format: 'table', ...select };
}

export function defaultSql(app?: CoreApp): SqlQuery {
  const table = app === CoreApp.UnifiedAlerting;
  const lines = table
    ? [
        'SELECT',
        '  ServiceName AS service,',
        '  count() AS spans',
        'FROM $__table',
        'WHERE $__timeFilter(Timestamp)',
        'GROUP BY service',
      ]
    : [
        'SELECT',
        '  $__timeInterval(Timestamp) AS time,',
        '  count() AS spans',
        'FROM $__table',
        'WHERE $__timeFilter(Timestamp)',
        'GROUP BY time',
        'ORDER BY time',
      ];
  return { version, kind: 'sql', format: table ? 'table' : 'timeseries', sql: lines.join('\n') };
}

/** Kinds of queries that the editor has a form for; the others are written by pages and dashboards. */
export const editedKinds = ['measure', 'calls', 'budgets', 'sql'] as const;

export type EditedKind = (typeof editedKinds)[number];

export function defaultOf(kind: EditedKind, app?: CoreApp): Query {
  switch (kind) {
    case 'measure':
      return defaultQuery(app);
    case 'calls':
      return defaultCalls();
    case 'budgets':
      return defaultBudgets(app);
    case 'sql':
      return defaultSql(app);
  }
}

/** The query with every part an editor needs: a new one has none, one from a file may lack some. */
export function fillIn<Saved extends Partial<Query>>(saved: Saved, app?: CoreApp): Saved & Query {
  return { ...missingFrom(saved.kind, app), ...saved } as Saved & Query;
}

function missingFrom(kind: Query['kind'] | undefined, app: CoreApp | undefined): Partial<Query> {
  switch (kind) {
    case undefined:
      return defaultQuery(app);
    case 'measure':
      return { ...defaultQuery(app), measures: [], groupBy: [] };
    case 'calls':
      return { ...defaultCalls(), columns: [], groupBy: [] };
    case 'sql':
      return { ...defaultSql(app), sql: '' };
    default:
      return { version, format: 'table' };
  }
}

/** Whether the query says enough to be worth sending; what is wrong with it beyond that, the engine says better. */
export function isComplete(query: Partial<Query>): boolean {
  switch (query.kind) {
    case 'measure':
      return (query.measures ?? []).length > 0;
    case 'sql':
      return (query.sql ?? '').trim() !== '';
    default:
      return query.kind !== undefined;
  }
}
