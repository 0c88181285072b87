import { previewBudgets } from './budgets/preview.ts';
import { budgetWindow } from './budgets/rounds.ts';
import { daysOf } from './compile/census.ts';
import { compileMeasures, windowsOfQuery } from './compile/compile.ts';
import { expandedSql } from './compile/sql.ts';
import { UserError } from './errors.ts';
import type { HostSettings, Notice, Request } from './host.ts';
import { parseQuery } from './query/parse.ts';
import { readSettings } from './settings.ts';
import type { Census } from './source/census.ts';
import type { SourceDescription } from './source/description.ts';

export type Preview =
  { ok: true; sql: string; params: Record<string, string>; notices: Notice[] } | { ok: false; message: string };

/** The days of which a census is needed for the query's preview; none where the query needs no census, or is not valid. */
export function previewDays(saved: unknown, request: Request, host: HostSettings): { from: number; to: number }[] {
  try {
    const query = parseQuery(saved);
    const windows =
      query.kind === 'sql'
        ? []
        : query.kind === 'budgets'
          ? [budgetWindow(request.to)]
          : windowsOfQuery(query, request, readSettings(host));
    return daysOf(windows).map(({ from, to }) => ({ from, to }));
  } catch {
    return [];
  }
}

/** The SQL that the backend would run for a query, made in the browser by the same code. */
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
      const { sql, params } = expandedSql(query, request, settings);
      return { ok: true, sql, params, notices: [] };
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
