import { CoreApp } from '@grafana/data';

import { measures } from '../engine/catalogue/measures/index.ts';
import {
  currentVersion as version,
  type MeasureQuery,
  type MeasureRef,
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

/** The query with every part an editor needs: a new one has none, one from a file may lack some. */
export function fillIn<Saved extends Partial<Query>>(saved: Saved, app?: CoreApp): Saved & Query {
  if (saved.kind === 'sql') {
    return { ...defaultSql(app), sql: '', ...saved } as Saved & Query;
  }
  const base = saved.kind === 'measure' ? { ...defaultQuery(app), measures: [], groupBy: [] } : defaultQuery(app);
  return { ...base, ...saved } as Saved & Query;
}

/** Whether the query says enough to be worth sending; what is wrong with it beyond that, the engine says better. */
export function isComplete(query: Partial<Query>): boolean {
  if (query.kind === 'sql') {
    return (query.sql ?? '').trim() !== '';
  }
  return query.kind === 'measure' && (query.measures ?? []).length > 0;
}

/** The column's name that the engine gives a measure. */
export function columnOf({ id, evaluation, name }: MeasureRef): string {
  return name ?? (evaluation ? `${id}_${evaluation.replace(/[^A-Za-z0-9]+/g, '_')}` : id);
}

export function titleOf({ id, evaluation }: MeasureRef): string {
  return evaluation ? `${measures[id].title} (${evaluation})` : measures[id].title;
}
