import { compileMeasures } from '../compile/compile.ts';
import { compileSql, describeSql, expandedSql } from '../compile/sql.ts';
import { explain } from '../explain.ts';
import type { HostSettings, Plan, Reply, Request, StatementResult } from '../host.ts';
import { readSettings } from '../settings.ts';
import { describeStatement, readDescription } from '../source/describe.ts';
import { parseQuery } from './parse.ts';

/** From a saved query to a plan. First it asks what the source looks like: a table's columns, or the types of the user's SQL. */
export function planQuery(
  saved: unknown,
  request: Request,
  host: HostSettings,
  results: StatementResult[] | undefined
): Reply<Plan> {
  const query = parseQuery(saved);
  const settings = readSettings(host);
  const sql = query.kind === 'sql' ? expandedSql(query, request, settings) : undefined;
  const described = results?.[0];
  if (!described) {
    return { need: [sql ? describeSql(sql) : describeStatement(settings)], state: null };
  }
  if (!described.ok) {
    return { error: explain(described.failure) };
  }
  return {
    done:
      query.kind === 'sql' && sql
        ? compileSql(query, sql, described, request, settings)
        : query.kind === 'measure'
          ? compileMeasures(query, request, settings, readDescription(described, settings))
          : unreachable(),
  };
}

function unreachable(): never {
  throw new Error('a query is neither measure nor SQL');
}
