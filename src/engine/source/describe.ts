import { UserError } from '../errors.ts';
import type { Answer, Statement } from '../host.ts';
import { noPriceTable, tableMissing } from '../messages.ts';
import { tablePath } from './tablepath.ts';
import { defaultPricesTable, type SourceSettings as Settings } from './settings.ts';
import { escapeParameter } from '../sql/parameters.ts';
import type { SourceDescription, TableDescription } from './description.ts';
import { layoutOf, layouts } from './layouts/index.ts';

const cacheSeconds = 300;
const staleSeconds = 1800;

/** Asks for the columns of all tables, in one statement. */
export function describeStatement(settings: Settings): Statement {
  const asked = tablesOf(settings);
  return {
    sql: [
      'SELECT database, table, name, type',
      'FROM system.columns',
      'WHERE (database, table) IN (',
      asked
        .map(
          ([role]) =>
            `  (if({${role}Database:String} = '', currentDatabase(), {${role}Database:String}), {${role}Table:String})`
        )
        .join(',\n'),
      ')',
      'ORDER BY database, table, position',
    ].join('\n'),
    params: Object.fromEntries(asked.flatMap(([role, path]) => parameters(role, path))),
    settings: {},
    cacheSeconds,
    staleSeconds,
  };
}

/** Reads the answer: rows of (database, table, column, type). Throws UserError without the traces table. */
export function readDescription(result: Answer, settings: Settings): SourceDescription {
  const describe = (path: string[]): TableDescription | null => {
    const rows = result.rows.filter(
      (row) => row[1] === path[path.length - 1] && (path.length === 1 || row[0] === path[0])
    );
    return rows.length === 0
      ? null
      : { path, columns: Object.fromEntries(rows.map((row) => [String(row[2]), String(row[3])])) };
  };
  const found = Object.fromEntries(
    tablesOf(settings).flatMap(([role, path]) => {
      const table = describe(path);
      return table ? [[role, table]] : [];
    })
  );
  const { traces, logs = null, gauges = null } = found;
  if (!traces) {
    throw new UserError(tableMissing(settings.tracesTable, settings.database));
  }
  const layout = layoutOf(traces, settings);
  return {
    database: settings.database,
    layout: { id: layout.id, title: layout.title },
    traces,
    logs,
    gauges,
    ...(found['prices'] || settings.pricesTable === defaultPricesTable
      ? {}
      : { pricesProblem: noPriceTable(settings.pricesTable, settings.database) }),
    others: Object.fromEntries(
      // A table named `scores` is Langfuse's only next to Langfuse's observations.
      [...Object.keys(layout.companions ?? {}), ...withoutLayout].flatMap((role) =>
        found[role] ? [[role, found[role]]] : []
      )
    ),
  };
}

/** Roles of tables that are read with any layout of the spans. */
const withoutLayout = ['openlit', 'evaluations', 'prompts', 'prices', 'calls', 'hours', 'minutes', 'census'];

/** Lists every table that may be read, by role. A layout's other tables are in the database of its spans. */
function tablesOf(settings: Settings): [string, string[]][] {
  const traces = tablePath(settings.tracesTable, settings.database);
  const companions = layouts
    .filter(({ id }) => settings.layout === 'auto' || settings.layout === id)
    .flatMap((layout) => Object.entries(layout.companions ?? {}));
  return [
    ['traces', traces],
    ['logs', tablePath(settings.logsTable, settings.database)],
    ['gauges', tablePath(settings.gaugesTable, settings.database)],
    ...companions.map(([role, name]): [string, string[]] => [role, [...traces.slice(0, -1), name]]),
    ['openlit', tablePath(settings.openlitTable, settings.database)],
    ['prompts', tablePath(settings.promptsTable, settings.database)],
    ['prices', tablePath(settings.pricesTable, settings.database)],
    ['calls', tablePath(settings.callsTable, settings.database)],
    ['hours', tablePath(settings.hoursTable, settings.database)],
    ['minutes', tablePath(settings.minutesTable, settings.database)],
    ['census', tablePath(settings.censusTable, settings.database)],
    ...(settings.evaluationsTable === ''
      ? []
      : [['evaluations', tablePath(settings.evaluationsTable, settings.database)] as [string, string[]]]),
  ];
}

function parameters(prefix: string, path: string[]): [string, string][] {
  return [
    [`${prefix}Database`, escapeParameter(path.length === 2 ? (path[0] ?? '') : '')],
    [`${prefix}Table`, escapeParameter(path[path.length - 1] ?? '')],
  ];
}
