import { shownColumns } from '../compile/compiled.ts';
import { boundedRead, limitsOf } from '../compile/statement.ts';
import { UserError } from '../errors.ts';
import type { Answer, ColumnPlan, Failure, FramePlan, Plan, Request, Statement } from '../host.ts';
import {
  alertNeedsNumber,
  alertNeedsText,
  duplicateAnswerColumn,
  emptySql,
  formatClause,
  notSelect,
  severalStatements,
  timeseriesNeedsNumber,
  timeseriesNeedsTime,
  tooManyColumns,
  unsupportedType,
} from '../messages.ts';
import { memo } from '../memo.ts';
import type { SqlQuery } from '../query/model.ts';
import type { Settings } from '../settings/settings.ts';
import { tablePath } from '../source/tablepath.ts';
import { quoteIdentifier, quotePath } from '../sql/print.ts';
import { forLength } from '../sql/settings.ts';
import { expandedPieces, expandMacros } from './expand.ts';
import { inOwnSql } from './failureplace.ts';
import { groupedColumns } from './grouped.ts';
import type { MacroContext } from './macros.ts';
import { tokenize, type Token } from './tokenize.ts';
import { ruleOf, type TypeRule } from './types.ts';
import { windowOf } from '../window.ts';

/** Answers of DESCRIBE are kept by the statement's text, so that a panel that refreshes asks once. */
const describeCacheSeconds = 60;

/** Each column is compared with the others. */
const mostColumns = 1000;

// A panel that refreshes asks the same with other times, which are parameters.
const expanded = memo<string>(200);
const shaped = memo<Pick<Plan, 'frame'> & { sql: string }>(200);

/** Expands the macros in the user's SQL. Throws UserError for anything but one SELECT. */
export function expandedSql(query: SqlQuery, request: Request, settings: Settings): Statement {
  const window = windowOf(request, query, settings.delaySeconds);
  const context = contextOf(query, request, settings);
  const sql = expanded(JSON.stringify([query.sql, context]), () => expandMacros(oneSelect(query.sql), context).trim());
  return {
    sql,
    params: { from: String(Math.trunc(window.from)), to: String(Math.trunc(window.to)) },
    // The query may still change settings, but cannot write anything.
    settings: {
      readonly: 2,
      ...forLength(sql),
      ...boundedRead(settings),
      ...(request.fromAlert ? { skip_unavailable_shards: 0 } : {}),
    },
  };
}

const contextOf = (query: SqlQuery, request: Request, settings: Settings): MacroContext => ({
  step: windowOf(request, query, settings.delaySeconds).step,
  table: quotePath(tablePath(settings.tracesTable, settings.database)),
});

const beforeDescribed = 'DESCRIBE TABLE (\n';

/** Asks the server for the columns' types. */
export function describeSql(statement: Statement): Statement {
  return { ...statement, sql: `${beforeDescribed}${statement.sql}\n)`, cacheSeconds: describeCacheSeconds };
}

/** A failure of `describeSql`, which says where in the query's own SQL it is. */
export function failureInSql(
  failure: Failure,
  { sql }: Statement,
  query: SqlQuery,
  request: Request,
  settings: Settings
): Failure {
  const { text, pieces } = expandedPieces(oneSelect(query.sql), contextOf(query, request, settings));
  return inOwnSql(
    failure,
    { sent: `${beforeDescribed}${sql}`, before: beforeDescribed.length },
    { sql: query.sql, text, pieces }
  );
}

interface Described {
  name: string;
  type: string;
  rule: TypeRule;
  /** Whether the SQL groups by it. */
  grouped: boolean;
}

/**
 * Wraps the SQL in a SELECT that casts the columns that Grafana cannot read as they are.
 *
 * `described` is the answer of DESCRIBE: (name, type, ...) per column. SQL that needs no casts is sent as written.
 */
export function compileSql(
  query: SqlQuery,
  statement: Statement,
  described: Answer,
  request: Request,
  settings: Settings
): Plan {
  const key = JSON.stringify([query, statement.sql, described.rows, request.fromAlert]);
  const { sql, frame } = shaped(key, () => shape(query, statement.sql, described, request));
  return {
    statement: { ...statement, sql },
    frame,
    limits: limitsOf(settings, request),
    notices: [],
    meta: { window: windowOf(request, query, settings.delaySeconds), queryVersion: query.version },
  };
}

function shape(
  query: SqlQuery,
  sql: string,
  described: Answer,
  request: Request
): Pick<Plan, 'frame'> & { sql: string } {
  const names = described.rows.map((row) => String(row[0]));
  const grouped = groupedColumns(query.sql, names);
  const columns = described.rows.map<Described>((row, index) => ({
    name: names[index] ?? '',
    type: String(row[1]),
    rule: ruleOf(String(row[1])),
    grouped: grouped.includes(names[index] ?? ''),
  }));
  refuseColumns(columns);
  const frame = sqlFrame(query, columns, request);
  return { frame, sql: castColumns(sql, columns, frame) };
}

/** Returns the tokens of one SELECT, without a semicolon at its end. */
function oneSelect(sql: string): Token[] {
  const tokens = tokenize(sql);
  const code = tokens.filter((token) => token.kind !== 'space' && token.kind !== 'comment');
  const ends = code[code.length - 1]?.text === ';';
  const statement = ends ? code.slice(0, -1) : code;
  const first = statement.find((token) => token.text !== '(')?.text;
  if (first === undefined) {
    throw new UserError(emptySql(), 'query');
  }
  if (!['SELECT', 'WITH'].includes(first.toUpperCase())) {
    throw new UserError(notSelect(first), 'query');
  }
  if (statement.some((token) => token.text === ';')) {
    throw new UserError(severalStatements(), 'query');
  }
  if (statement[statement.length - 2]?.text.toUpperCase() === 'FORMAT') {
    throw new UserError(formatClause(), 'query');
  }
  const end = ends ? code[code.length - 1] : undefined;
  return tokens.filter((token) => token !== end);
}

function refuseColumns(columns: readonly Described[]): void {
  if (columns.length > mostColumns) {
    throw new UserError(tooManyColumns(mostColumns), 'query');
  }
  for (const column of columns) {
    if (column.rule.kind === 'unsupported') {
      throw new UserError(
        unsupportedType(column.name, column.type, column.rule.cast(quoteIdentifier(column.name))),
        'query'
      );
    }
    if (columns.some((another) => another !== column && another.name === column.name)) {
      throw new UserError(duplicateAnswerColumn(column.name), 'query');
    }
  }
}

function castColumns(sql: string, columns: readonly Described[], frame: FramePlan): string {
  const labels = frame.columns.filter((column) => column.role === 'label').map((column) => column.name);
  const outputs = columns.map(({ name, rule }) => {
    const identifier = quoteIdentifier(name);
    const value = labels.includes(name) ? labelOf(rule, identifier) : rule.cast(identifier);
    return { plain: value === identifier, text: value === identifier ? identifier : `${value} AS ${identifier}` };
  });
  const order = frame.type === 'timeseries-multi' ? seriesOrder(frame) : '';
  if (outputs.every((output) => output.plain) && order === '') {
    return sql;
  }
  return `SELECT\n  ${outputs.map((output) => output.text).join(',\n  ')}\nFROM (\n${sql}\n)${order}`;
}

/**
 * Writes a label, which is never empty. A missing one is `unknown`; where that would make two groups one, because there are
 * also '' or the text `unknown`, each says what it is.
 */
function labelOf({ kind, cast }: TypeRule, identifier: string): string {
  if (kind !== 'text') {
    return `ifNull(toString(${cast(identifier)}), 'unknown')`;
  }
  const value = cast(identifier);
  const has = (condition: string): string => `max(${condition}) OVER ()`;
  const [isNull, isEmpty, isUnknown] = [
    `isNull(${value})`,
    `ifNull(${value} = '', 0)`,
    `ifNull(${value} = 'unknown', 0)`,
  ];
  const missing = (word: string, others: string[]): string =>
    `if(${others.map(has).join(' OR ')}, 'unknown (${word})', 'unknown')`;
  return `ifNull(if(${isEmpty}, ${missing('empty', [isNull, isUnknown])}, ${value}), ${missing('NULL', [isEmpty, isUnknown])})`;
}

/** Orders several series by label set and time, so that a series is a slice. */
function seriesOrder(frame: FramePlan): string {
  const names = (role: ColumnPlan['role']) =>
    frame.columns.filter((column) => column.role === role).map((column) => quoteIdentifier(column.name));
  return `\nORDER BY ${[...names('label'), ...names('time')].join(', ')}`;
}

function sqlFrame(query: SqlQuery, columns: readonly Described[], request: Request): FramePlan {
  if (query.format === 'timeseries') {
    return seriesFrame(query, columns, request);
  }
  return request.fromAlert ? instanceFrame(query, columns) : tableFrame(query, columns);
}

function tableFrame(query: SqlQuery, columns: readonly Described[]): FramePlan {
  const numbers = namesOf(columns, 'number');
  const shown = query.select === undefined ? numbers : shownColumns(numbers, query.select, false);
  return {
    type: 'table',
    preferredVisualisation: 'table',
    columns: columns.map(({ name, rule }) => ({
      name,
      role: rule.kind === 'number' && !shown.includes(name) ? 'skip' : 'field',
      ...(rule.kind === 'json' ? { json: true } : {}),
    })),
  };
}

function instanceFrame(query: SqlQuery, columns: readonly Described[]): FramePlan {
  const numbers = valuesOf(columns, query);
  if (numbers.length === 0) {
    throw new UserError(alertNeedsNumber(), 'query');
  }
  const shown = shownColumns(numbers, query.select, true);
  return {
    type: 'numeric-long',
    columns: columns.map(({ name, type, rule }) => {
      if (rule.kind !== 'number' && rule.kind !== 'text') {
        throw new UserError(alertNeedsText(name, type), 'query');
      }
      return { name, role: !numbers.includes(name) ? 'label' : shown.includes(name) ? 'value' : 'skip' };
    }),
  };
}

function seriesFrame(query: SqlQuery, columns: readonly Described[], request: Request): FramePlan {
  const [time] = namesOf(columns, 'time');
  const numbers = valuesOf(columns, query);
  if (time === undefined) {
    throw new UserError(timeseriesNeedsTime(), 'query');
  }
  if (numbers.length === 0) {
    throw new UserError(timeseriesNeedsNumber(), 'query');
  }
  const shown = shownColumns(numbers, query.select, request.fromAlert);
  return {
    type: 'timeseries-multi',
    preferredVisualisation: 'graph',
    columns: columns.map(({ name, rule, grouped }) => {
      const isLabel = !numbers.includes(name) && (grouped || rule.kind === 'text');
      return { name, role: name === time ? 'time' : isLabel ? 'label' : shown.includes(name) ? 'value' : 'skip' };
    }),
  };
}

/** Lists the numbers that are values: those that the SQL groups by are labels, unless there is no other or one is selected. */
function valuesOf(columns: readonly Described[], { select }: SqlQuery): string[] {
  const numbers = namesOf(columns, 'number');
  const own = numbers.filter((name) => name === select || !columns.some((one) => one.name === name && one.grouped));
  return own.length > 0 ? own : numbers;
}

function namesOf(columns: readonly Described[], kind: TypeRule['kind']): string[] {
  return columns.filter((column) => column.rule.kind === kind).map((column) => column.name);
}
