import { previewBudgets } from './budgets/preview.ts';
import { budgetWindow } from './budgets/rounds.ts';
import { daysOf } from './lookups/slices.ts';
import { compileMeasures, compilePlan } from './compile/compile.ts';
import { windowsOfQuery } from './lookups/wanted.ts';
import { censusOf } from './lookups/wanted.ts';
import { expandedSql } from './usersql/compile.ts';
import { everyRow, filtersIn, noticesOfFilters, rowCondition, withCondition } from './usersql/filters.ts';
import { standaloneSql } from './usersql/standalone.ts';
import { windowOf, type Window } from './window.ts';
import { UserError } from './errors.ts';
import type { HostSettings, Notice, Request } from './host.ts';
import type { SqlQuery } from './query/model.ts';
import { parseQuery } from './query/parse.ts';
import { readSettings, type Settings } from './settings/settings.ts';
import type { Census } from './source/census.ts';
import type { SourceDescription } from './source/description.ts';

export type Preview =
  { ok: true; sql: string; params: Record<string, string>; notices: Notice[] } | { ok: false; message: string };

/** The request to the resource `census` for a query's preview: days, and whether scores are included. */
export interface PreviewCensus {
  windows: { from: number; to: number }[];
  scores: boolean;
}

/** Returns the census that the query's preview needs; it has no days if the query needs none or is not valid. */
export function previewCensus(saved: unknown, request: Request, host: HostSettings): PreviewCensus {
  try {
    const query = parseQuery(saved);
    const settings = readSettings(host);
    const { windows, scores } =
      query.kind === 'sql'
        ? { windows: windowsOfSql(query, request, settings), scores: false }
        : query.kind === 'budgets'
          ? { windows: [budgetWindow(request.to)], scores: false }
          : censusOf(query, windowsOfQuery(query, request, settings), settings);
    return { windows: daysOf(windows), scores };
  } catch {
    return { windows: [], scores: false };
  }
}

/** Returns the SQL that the backend would run for a query, made in the browser by the same code. */
export function preview(
  saved: unknown,
  request: Request,
  host: HostSettings,
  source: SourceDescription,
  census: Census | null = null
): Preview {
  try {
    const query = parseQuery(saved);
    const settings = readSettings(host);
    if (query.kind === 'sql') {
      return { ok: true, ...previewSql(query, request, { settings, source, census }) };
    }
    if (query.kind === 'budgets') {
      return { ok: true, ...previewBudgets(query, request, { source, census, settings }), notices: [] };
    }
    const plan = compileMeasures(query, request, settings, source, census);
    return { ok: true, sql: plan.statement.sql, params: plan.statement.params, notices: plan.notices };
  } catch (thrown) {
    return { ok: false, message: UserError.toEngineError(thrown).message };
  }
}

/**
 * Writes the statement of a query's preview as SQL without parameters, for a query of kind `sql`; undefined for a query that has
 * none: SQL itself, budgets, whose closed spending only the backend knows, and queries that are not valid.
 */
export function previewAsSql(
  saved: unknown,
  request: Request,
  host: HostSettings,
  source: SourceDescription,
  census: Census | null = null
): string | undefined {
  try {
    const query = parseQuery(saved);
    if (query.kind === 'sql' || query.kind === 'budgets') {
      return undefined;
    }
    const { plan, instants, window } = compilePlan(query, request, readSettings(host), source, census);
    const { sql, params } = plan.statement;
    return standaloneSql({ sql, params, instants, window });
  } catch {
    return undefined;
  }
}

/** The window whose census says how the filters of SQL are written; none without filters. */
function windowsOfSql(query: SqlQuery, request: Request, settings: Settings): Window[] {
  return filtersIn(expandedSql(query, request, settings).sql, query).length > 0
    ? [windowOf(request, query, settings.delaySeconds)]
    : [];
}

function previewSql(
  query: SqlQuery,
  request: Request,
  known: { settings: Settings; source: SourceDescription; census: Census | null }
): { sql: string; params: Record<string, string>; notices: Notice[] } {
  const { settings } = known;
  const { sql, params } = expandedSql(query, request, settings);
  const filters = filtersIn(sql, query);
  const window = windowOf(request, query, settings.delaySeconds);
  const condition = filters.length > 0 ? rowCondition(filters, { ...known, window }) : everyRow;
  return {
    sql: withCondition(sql, condition),
    params: { ...condition.params, ...params },
    notices: noticesOfFilters(sql, query),
  };
}
