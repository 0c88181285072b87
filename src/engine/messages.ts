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

export const notLaidOut = (table: string, nearest: string, columns: readonly string[]) =>
  `The table ${table} is laid out in no way that is known. Nearest is "${nearest}", and it lacks the columns ${list(columns)}. Point the data source at another table, or choose the layout "flat" and say which column is what.`;

export const notHeld = (what: string, table: string, layout: string) =>
  `The table ${table} does not say "${what}": its layout (${layout}) has no place for it. Ask for something else, or map a column to it in the data source's settings.`;

export const columnUnmapped = (what: string, table: string) =>
  `No column of the table ${table} is mapped to "${what}": set it among the columns of the data source's settings.`;

export const mappedColumnMissing = (column: string, what: string, table: string, known: readonly string[]) =>
  `The data source's settings map "${what}" to the column ${column}, and the table ${table} has: ${list(known)}.`;

export const evaluationsMissing = (table: string) =>
  `Scores are read from span events, the table ${table} and tables of scores; none is there. Set one of them in the data source's settings.`;

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

export const baselineOverlaps = () =>
  'The window is longer than the offset of its baseline, so they overlap: choose a shorter time range or a larger offset.';

export const baselineMissing = (measure: string) =>
  `"${measure}" is compared with a baseline, and the query names none: set "baseline", such as {"offset": 604800} for a week ago.`;

export const notAdditive = (measure: string, as: string) =>
  `"${measure}" does not add up, so it has no ${as.replace(/_/g, ' ')}: use a measure that does, such as a count, tokens or cost.`;

export const needsTime = (as: string) => `"${as}" runs over time: set the format to timeseries.`;

export const whatIfMissing = () => 'The query asks what another model would cost, and names none: set "whatIf".';

export const oneDistribution = (known: readonly string[]) =>
  `A heatmap shows how the values of one measure are spread: ask for one of ${list(known)}, without "top", "compare" or "as".`;

export const callsNotForAlerts = () =>
  'An alert rule reads one number a group, and this query lists single calls: use a measure query.';

export const tableNotForAlerts = (kind: string) =>
  `An alert rule reads one number a group, and a query of the kind ${kind} answers a table: use a measure query.`;

export const sameVersions = (version: string) =>
  `The query compares the version ${JSON.stringify(version)} with itself: name two versions.`;

export const scoresNotCompared = () => 'No table or event holds scores, so only requests are compared.';

export const noRegistry = () =>
  'There is no registry of prompts: a version counts as deployed when it is first seen. "npm run cli -- prompts sync" makes one.';

export const noTemplates = (table: string) =>
  `The table ${table} was not found, so no template is known. "npm run cli -- prompts sync" fills it.`;

export const deployedTitle = (prompt: string, version: string) => `${prompt} ${version}`;

export const deployedText = (by: 'registry' | 'spans') =>
  by === 'registry' ? 'Prompt version deployed' : 'Prompt version first seen';

export const registryColumnsMissing = (table: string, columns: readonly string[]) =>
  `The table ${table} lacks the columns ${list(columns)}, so it is no registry of prompts. Set "promptsTable" in the data source's settings, or remove the table.`;

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
