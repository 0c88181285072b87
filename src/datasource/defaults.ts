import { CoreApp } from '@grafana/data';

import {
  currentVersion as version,
  type BudgetsQuery,
  type Condition,
  type MeasureQuery,
  type Query,
  type SpansQuery,
  type SqlQuery,
} from '../engine/query/model.ts';
import { withKind } from '../engine/query/migrate.ts';

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

/** Lists the latest calls. */
export function defaultSpans(): SpansQuery {
  return {
    version,
    kind: 'spans',
    format: 'table',
    groupBy: ['feature', 'model'],
    columns: ['duration', 'input_tokens', 'output_tokens', 'cost'],
    filters: [],
    orderBy: 'time',
    limit: 100,
  };
}

/** Lists all budgets; for a rule, the used share of each. */
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

/** The editor's modes, each with its kinds of queries; the first kind is the default. */
export const modes = {
  measure: ['measure'],
  spans: ['spans', 'trace', 'conversation', 'logs'],
  prompts: ['prompt_versions', 'prompt_compare', 'prompt_template'],
  cache: ['semantic_cache'],
  budgets: ['budgets'],
  lists: ['events', 'values'],
  sql: ['sql'],
} as const satisfies Record<string, readonly Query['kind'][]>;

export type Mode = keyof typeof modes;

export const modeIds = Object.keys(modes) as Mode[];

/** Returns the mode of a kind; undefined for a kind that only a later version knows. */
export const modeOf = (kind: Query['kind']): Mode | undefined =>
  modeIds.find((mode) => (modes[mode] as readonly Query['kind'][]).includes(kind));

export function defaultOf(kind: Query['kind'], app?: CoreApp): Query {
  const table = { version, format: 'table' } as const;
  switch (kind) {
    case 'measure':
      return defaultQuery(app);
    case 'spans':
      return defaultSpans();
    case 'values':
      return { ...table, kind, dimension: 'feature', filters: [], limit: 100 };
    case 'events':
      return { ...table, kind, events: ['prompt_deployments'], filters: [] };
    case 'prompt_versions':
      return { ...table, kind, filters: [] };
    case 'prompt_compare':
      return { ...table, kind, prompt: '', a: '', b: '', filters: [] };
    case 'prompt_template':
      return { ...table, kind, prompt: '' };
    case 'semantic_cache':
      return { ...table, kind, groupBy: [], filters: [] };
    case 'trace':
      return { ...table, kind, traceId: '' };
    case 'conversation':
      return { ...table, kind, conversationId: '' };
    case 'logs':
      return { ...table, kind, limit: 1000 };
    case 'budgets':
      return defaultBudgets(app);
    case 'sql':
      return defaultSql(app);
  }
}

/** Fills in every part that the editor needs: a new query has none, and one from a file may lack some. */
export function fillIn<Saved extends Partial<Query>>(saved: Saved, app?: CoreApp): Saved & Query {
  const known = withKind(saved);
  return { ...missingFrom(known, app), ...known } as Saved & Query;
}

function missingFrom(saved: Partial<Query>, app: CoreApp | undefined): Partial<Query> {
  const { kind } = saved;
  switch (kind) {
    case undefined:
      return defaultQuery(app);
    case 'measure':
      return { ...defaultQuery(app), measures: [], groupBy: [] };
    case 'spans':
      return { ...defaultSpans(), columns: [], groupBy: [] };
    case 'sql':
      return { ...defaultSql(app), sql: '' };
    case 'values':
      return (saved.of ?? 'dimension') === 'dimension'
        ? defaultOf(kind)
        : { version, format: 'table', filters: [], limit: 100 };
    default:
      return defaultOf(kind) ?? { version, format: 'table' };
  }
}

/** Whether the query is complete enough to be sent; the engine reports anything else that is wrong. */
export function isComplete(query: Partial<Query>): boolean {
  switch (query.kind) {
    case 'measure':
      return (query.measures ?? []).length > 0;
    case 'sql':
      return (query.sql ?? '').trim() !== '';
    case 'prompt_compare':
      return [query.prompt, query.a, query.b].every(Boolean);
    case 'prompt_template':
      return Boolean(query.prompt);
    case 'spans':
      return (query.conditions ?? []).every(isWritten);
    case 'events':
      return (query.events ?? []).length > 0;
    case 'values':
      return (query.of ?? 'dimension') !== 'dimension' || query.dimension !== undefined;
    case 'trace':
      return Boolean(query.traceId);
    case 'conversation':
      return Boolean(query.conversationId);
    default:
      return query.kind !== undefined;
  }
}

/** Whether a condition says something: one without a key or a text is being written. */
function isWritten(condition: Condition): boolean {
  switch (condition.on) {
    case 'error':
      return condition.value !== '';
    case 'attribute':
    case 'resource':
      return condition.key !== '' && (condition.operator !== 'matches' || !!condition.value);
    default:
      return true;
  }
}
