import { UserError } from '../errors.ts';
import type { Answer, Statement } from '../host.ts';
import { noPriceTable, tableMissing } from '../messages.ts';
import { tablePath } from './tablepath.ts';
import { defaultPricesTable, type SourceSettings as Settings } from './settings.ts';
import { escapeParameter } from '../sql/escape.ts';
import type { SourceDescription, TableDescription } from './description.ts';
import { layoutOf, layouts } from './layouts/index.ts';

const cacheSeconds = 300;
const staleSeconds = 1800;

/** Asks for the columns of all tables, and which are views, in one statement. */
export function describeStatement(settings: Settings): Statement {
  const asked = tablesOf(settings);
  const those = asked
    .map(
      ([role]) =>
        `  (if({${role}Database:String} = '', currentDatabase(), {${role}Database:String}), {${role}Table:String})`
    )
    .join(',\n');
  return {
    sql: [
      'SELECT database, table, name, type',
      'FROM (',
      'SELECT database, table, name, type, position',
      'FROM system.columns',
      `WHERE (database, table) IN (\n${those}\n)`,
      'UNION ALL',
      `SELECT database, name, '', engine, 0`,
      'FROM system.tables',
      `WHERE engine = '${viewEngine}' AND (database, name) IN (\n${those}\n)`,
      ')',
      'ORDER BY database, table, position',
    ].join('\n'),
    params: Object.fromEntries(asked.flatMap(([role, path]) => parameters(role, path))),
    settings: {},
    cacheSeconds,
    staleSeconds,
  };
}

/** The engine of a view that only has a SELECT; a materialized view reads its table. */
const viewEngine = 'View';

/** Reads the answer: rows of (database, table, column, type), and of (database, table, '', 'View') for a view. Throws UserError without the traces table. */
export function readDescription(result: Answer, settings: Settings): SourceDescription {
  const describe = (path: string[]): TableDescription | null => {
    const rows = result.rows.filter(
      (row) => row[1] === path[path.length - 1] && (path.length === 1 || row[0] === path[0])
    );
    const columns = rows.filter((row) => row[2] !== '');
    return columns.length === 0
      ? null
      : {
          path,
          columns: Object.fromEntries(columns.map((row) => [String(row[2]), String(row[3])])),
          ...(columns.length < rows.length ? { isView: true as const } : {}),
        };
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
const withoutLayout = [
  'traceTimes',
  'openlit',
  'evaluations',
  'prompts',
  'prices',
  'calls',
  'hours',
  'minutes',
  'census',
];

/** Lists every table that may be read, by role. A layout's other tables are in the database of its spans. */
export function tablesOf(settings: Settings): [string, string[]][] {
  const traces = tablePath(settings.tracesTable, settings.database);
  const companions = layouts
    .filter(({ id }) => settings.layout === 'auto' || settings.layout === id)
    .flatMap((layout) => Object.entries(layout.companions ?? {}));
  return [
    ['traces', traces],
    ...traceTimesOf(settings, traces),
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

/** The table of when traces began and ended is named after that of the spans. */
function traceTimesOf({ layout }: Settings, traces: string[]): [string, string[]][] {
  const ends = layouts.flatMap(({ id, traceTimes }) =>
    traceTimes !== undefined && (layout === 'auto' || layout === id) ? [traceTimes] : []
  );
  const name = traces[traces.length - 1] ?? '';
  return [...new Set(ends)].map((end) => ['traceTimes', [...traces.slice(0, -1), name + end]]);
}

function parameters(prefix: string, path: string[]): [string, string][] {
  return [
    [`${prefix}Database`, escapeParameter(path.length === 2 ? (path[0] ?? '') : '')],
    [`${prefix}Table`, escapeParameter(path[path.length - 1] ?? '')],
  ];
}
