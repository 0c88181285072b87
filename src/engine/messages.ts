/** Everything the engine says to a user, in one place. A message names what is wrong and what to do about it. */

const list = (names: readonly string[]): string => names.join(', ');

export const emptyQuery = () => 'The query is empty: choose a measure, or write SQL.';

export const unknownVersion = (version: unknown, newest: number) =>
  `The saved query has version ${JSON.stringify(version)}, and this plugin reads versions up to ${newest}. Update the plugin, or save the query again.`;

export const invalidQuery = (path: string, problem: string) =>
  `The query is not valid at ${path || 'its top level'}: ${problem}.`;

export const unknownName = (what: string, name: unknown, known: readonly string[]) =>
  `There is no ${what} ${JSON.stringify(name)}. Use one of: ${list(known)}.`;

export const duplicateColumn = (name: string) =>
  `Two columns of the query would be called "${name}": give the measure another "name".`;

export const dimensionWithoutFact = (dimension: string, measure: string) =>
  `"${dimension}" says nothing about "${measure}", so they cannot be in one query: remove one of them, or ask for them in two queries.`;

export const evaluationNotTaken = (measure: string) =>
  `"${measure}" does not belong to an evaluation: remove "evaluation" from it.`;

export const boundNotTaken = (measure: string) => `"${measure}" has no bound to compare with: remove "bound" from it.`;

export const ambiguousEvaluation = (measure: string) =>
  `"${measure}" would mix scores of different evaluations: name an evaluation, group by evaluation, or filter on one.`;

export const unknownSelect = (select: string, columns: readonly string[]) =>
  `"select" asks for the column "${select}", and the query has: ${list(columns)}.`;

export const alertNeedsSelect = (columns: readonly string[]) =>
  `An alert rule reads one number, and this query answers several: ${list(columns)}. Set "select" to one of them.`;

export const alertNeedsNumber = () => 'An alert rule needs a column with a number, and this query has none.';

export const alertNeedsText = (column: string, type: string) =>
  `An alert rule takes one number and text labels, and "${column}" is ${type}: remove it, or cast it with toString(${column}).`;

export const topNeedsGroups = () => '"top" keeps the largest groups, and the query has no "groupBy".';

export const timeseriesNeedsTime = () =>
  'A time series needs a column of type Date or DateTime, such as $__timeInterval(Timestamp) AS time, and the query has none. Add one, or set the format to table.';

export const timeseriesNeedsNumber = () =>
  'A time series needs a column with a number, and the query has none. Add one, or set the format to table.';

export const unsupportedType = (column: string, type: string, cast: string) =>
  `The column "${column}" has the type ${type}, which Grafana cannot show. Write ${cast} AS ${column} instead.`;

export const duplicateAnswerColumn = (column: string) =>
  `The query answers two columns called "${column}". Give one of them another name with AS.`;

export const tableMissing = (table: string, database: string) =>
  `The table ${table} was not found${database ? ` in the database ${database}` : ''}. Check the database and table names in the data source's settings, and that the user may read it.`;

export const columnsMissing = (table: string, columns: readonly string[]) =>
  `The table ${table} lacks the columns ${list(columns)}, so it is not laid out as the OpenTelemetry Collector's ClickHouse exporter writes it. Point the data source at such a table.`;

export const evaluationsMissing = (table: string) =>
  `Scores are read from span events and from the table ${table}; neither is there. Set the logs table in the data source's settings.`;

export const unknownMacro = (name: string, known: readonly string[]) =>
  `There is no macro ${name}. Use one of: ${list(known)}.`;

export const macroArguments = (name: string, example: string, given: number) =>
  `The macro ${name} was given ${given === 0 ? 'no arguments' : `${given} arguments`}: write ${example}.`;

export const unclosed = (what: string) => `The SQL has ${what} that is never closed.`;

export const emptySql = () => 'The SQL is empty: write a SELECT statement.';

export const notSelect = (word: string) =>
  `The SQL starts with ${word || 'something else'}: only SELECT and WITH ... SELECT can be asked. Ask tables in system.* instead of SHOW and DESCRIBE.`;

export const severalStatements = () => 'The SQL holds more than one statement: leave one, without a semicolon inside.';

export const formatClause = () => 'The SQL ends with a FORMAT clause: remove it, the plugin chooses the format.';

export const invalidSetting = (path: string, problem: string) =>
  `The data source's setting ${path} is not valid: ${problem}. Correct it in the data source's settings, or in the file that provisions it.`;

export const invalidTableName = (name: string) =>
  `The table name ${JSON.stringify(name)} is not valid: write table or database.table.`;

export const invalidRange = () => 'The time range is empty or runs backwards: choose a later end.';

export const tooManyValues = (kib: number) =>
  `The filters hold over ${kib} KiB of values. Select fewer values, or use a "matches" filter.`;

export const unknownResource = (path: string) => `There is no resource "${path}".`;

export const noSpans = (table: string) =>
  `Connected; ${table} holds no gen_ai spans of the last 24 hours. Check that an instrumented service sends spans to it.`;

export const healthy = (version: string, table: string, spans: number) =>
  `Connected to ClickHouse ${version}; ${spans} gen_ai spans of the last 24 hours in ${table}.`;

export const lateEvaluations = (table: string) =>
  `The table ${table} was not found: only scores in span events are counted.`;
