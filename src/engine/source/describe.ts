import { UserError } from '../errors.ts';
import type { Statement, StatementResult } from '../host.ts';
import { tableMissing } from '../messages.ts';
import { tablePath, type Settings } from '../settings.ts';
import { escapeParameter } from '../sql/parameters.ts';
import type { SourceDescription, TableDescription } from './description.ts';

const cacheSeconds = 300;

/** Asks for the columns of all tables, in one statement. */
export function describeStatement(settings: Settings): Statement {
  return {
    sql: [
      'SELECT database, table, name, type',
      'FROM system.columns',
      'WHERE (database, table) IN (',
      "  (if({tracesDatabase:String} = '', currentDatabase(), {tracesDatabase:String}), {tracesTable:String}),",
      "  (if({logsDatabase:String} = '', currentDatabase(), {logsDatabase:String}), {logsTable:String}),",
      "  (if({gaugesDatabase:String} = '', currentDatabase(), {gaugesDatabase:String}), {gaugesTable:String})",
      ')',
      'ORDER BY database, table, position',
    ].join('\n'),
    params: {
      ...parameters('traces', tablePath(settings.tracesTable, settings.database)),
      ...parameters('logs', tablePath(settings.logsTable, settings.database)),
      ...parameters('gauges', tablePath(settings.gaugesTable, settings.database)),
    },
    settings: {},
    cacheSeconds,
  };
}

/** Reads its answer: rows of (database, table, column, type). Throws UserError without the traces table. */
export function readDescription(result: StatementResult & { ok: true }, settings: Settings): SourceDescription {
  const describe = (name: string): TableDescription | null => {
    const path = tablePath(name, settings.database);
    const rows = result.rows.filter(
      (row) => row[1] === path[path.length - 1] && (path.length === 1 || row[0] === path[0])
    );
    return rows.length === 0
      ? null
      : { path, columns: Object.fromEntries(rows.map((row) => [String(row[2]), String(row[3])])) };
  };
  const traces = describe(settings.tracesTable);
  if (traces === null) {
    throw new UserError(tableMissing(settings.tracesTable, settings.database));
  }
  return {
    database: settings.database,
    traces,
    logs: describe(settings.logsTable),
    gauges: describe(settings.gaugesTable),
  };
}

function parameters(prefix: string, path: string[]): Record<string, string> {
  return {
    [`${prefix}Database`]: escapeParameter(path.length === 2 ? (path[0] ?? '') : ''),
    [`${prefix}Table`]: escapeParameter(path[path.length - 1] ?? ''),
  };
}
