/** The engine's messages to users. Each says what is wrong and what to do about it. */

const list = (names: readonly string[]): string => names.join(', ');

export const emptyQuery = () => 'The query is empty: choose a measure, or write SQL.';

export const unknownVersion = (version: unknown, newest: number) =>
  `The saved query has version ${JSON.stringify(version)}, but this plugin supports versions up to ${newest}. Update the plugin, or save the query again.`;

export const invalidQuery = (path: string, problem: string) =>
  `The query is not valid at ${path || 'its top level'}: ${problem}.`;

export const unknownName = (what: string, name: unknown, known: readonly string[]) =>
  `Unknown ${what} ${JSON.stringify(name)}. Use one of: ${list(known)}.`;

export const duplicateColumn = (name: string) =>
  `The query would return two columns named "${name}". Give one of the measures a different "name".`;

export const dimensionWithoutFact = (dimension: string, measure: string) =>
  `The dimension "${dimension}" does not apply to "${measure}". Remove one of them, or use two queries.`;

export const evaluationNotTaken = (measure: string) =>
  `"${measure}" is not an evaluation measure. Remove "evaluation" from it.`;

export const boundNotTaken = (measure: string) => `"${measure}" takes no bound. Remove "bound" from it.`;

export const ambiguousEvaluation = (measure: string) =>
  `"${measure}" would mix scores from different evaluations. Set "evaluation", group by evaluation, or filter on one evaluation.`;

export const unknownSelect = (select: string, columns: readonly string[]) =>
  `"select" names the column "${select}", which the query does not return. Use one of: ${list(columns)}.`;

export const alertNeedsSelect = (columns: readonly string[]) =>
  `An alert rule needs a single number, but this query returns several: ${list(columns)}. Set "select" to one of them.`;

export const alertNeedsNumber = () => 'An alert rule needs a numeric column, but this query returns none.';

export const alertNeedsText = (column: string, type: string) =>
  `An alert rule needs one numeric column, with all other columns as text labels, but "${column}" is ${type}. Remove it, or cast it with toString(${column}).`;

export const topNeedsGroups = () =>
  '"top" keeps the largest groups, but the query has no "groupBy". Add one, or remove "top".';

export const timeseriesNeedsTime = () =>
  'A time series needs a Date or DateTime column, such as $__timeInterval(Timestamp) AS time, but the query returns none. Add one, or set the format to table.';

export const timeseriesNeedsNumber = () =>
  'A time series needs a numeric column, but the query returns none. Add one, or set the format to table.';

export const unsupportedType = (column: string, type: string, cast: string) =>
  `The column "${column}" has the type ${type}, which Grafana cannot display. Write ${cast} AS ${column} instead.`;

export const duplicateAnswerColumn = (column: string) =>
  `The query returns two columns named "${column}". Rename one of them with AS.`;

export const tableMissing = (table: string, database: string) =>
  `The table ${table} was not found${database ? ` in the database ${database}` : ''}. Check the database and table names in the data source's settings, and that the user has permission to read it.`;

export const notLaidOut = (table: string, nearest: string, columns: readonly string[]) =>
  `The table ${table} matches no known layout. The closest is "${nearest}", for which the columns ${list(columns)} are missing. Point the data source at another table, or choose the layout "flat" and map its columns.`;

export const notHeld = (what: string, table: string, layout: string) =>
  `The table ${table} has no column for "${what}": its layout (${layout}) does not store it. Remove it from the query, or map a column to it in the data source's settings.`;

export const factNotStored = (fact: string) =>
  `the table of calls does not store ${fact === 'spans' ? 'individual spans' : fact}`;
export const scoresNotOfCalls = () =>
  'the table of calls keeps scores at the time they were given, and these are asked for at the time of their calls';

export const fieldNotStored = (field: string) => `the table of calls does not keep "${field}"`;

export const attributeNotStored = (key: string) =>
  `the table of calls does not keep the attribute "${key}": name it under "tiers.attributes" in the data source's settings, and fill the hours again`;

export const callsAsked = () => 'the query asks for individual calls';

export const perCallNotAdded = (name: string) => `"${name}" needs per-call values`;

export const fieldNotAdded = (field: string) => `the table of minutes does not keep "${field}"`;

export const attributesNotAdded = () =>
  'the table of minutes keeps no attributes besides the dimensions of the catalogue';

export const stepNotAdded = (seconds: number) => `buckets of ${seconds} s are not whole minutes`;

export const offsetNotAdded = (seconds: number) => `a baseline ${seconds} s ago is not a whole number of minutes ago`;

export const periodsNotAdded = () =>
  'each window of the baseline is computed separately, or follows a time zone’s clock';

export const historyNotAdded = () => 'the history of prompts does not end with an hour';

export const pricesNotAdded = () =>
  'a price changes within a minute, or at a size of calls that the table does not distinguish';

export const resourceNotStored = (key: string) =>
  `the table of calls does not keep the resource attribute "${key}": name it under "tiers.resources" in the data source's settings, and fill the hours again`;

export const tierHalf = (table: string) =>
  `${table} exists, but its companion table is missing, so everything is read from the spans. Run "tiers apply".`;

export const tierMisfits = (table: string, columns: readonly string[]) =>
  `${table} and its marks have other columns than this version writes (${list(columns)}), so everything is read from the spans. Run "tiers drop" and "tiers apply".`;

export const tierEmpty = (table: string) =>
  `No hour of ${table} was filled by this version with these settings, so everything is read from the spans. Run "tiers backfill --refill" with the data source’s settings.`;

export const censusMisfits = (table: string, columns: readonly string[]) =>
  `${table} has other columns than this version writes (${list(columns)}), so each day’s contents are looked up in the spans. Run "tiers drop" and "tiers apply".`;

export const censusEmpty = (table: string) =>
  `No day of ${table} was written by this version with these settings, so each day’s contents are looked up in the spans. Run "tiers backfill" with the data source’s settings.`;

export const columnUnmapped = (what: string, table: string) =>
  `No column of the table ${table} is mapped to "${what}". Map one under "Columns" in the data source's settings.`;

export const mappedColumnMissing = (column: string, what: string, table: string, known: readonly string[]) =>
  `The data source's settings map "${what}" to the column ${column}, which the table ${table} does not have. Its columns are: ${list(known)}.`;

export const evaluationsMissing = (table: string) =>
  `No scores can be read: the spans have no events, the table ${table} was not found, and no scores table is set. Set one of them in the data source's settings.`;

export const unknownMacro = (name: string, known: readonly string[]) =>
  `Unknown macro ${name}. Use one of: ${list(known)}.`;

export const macroArguments = (name: string, example: string, given: number) =>
  `The macro ${name} was given ${given === 0 ? 'no arguments' : given === 1 ? '1 argument' : `${given} arguments`}. Write ${example}.`;

export const nestedTooDeeply = (most: number) =>
  `Macros are nested more than ${most} deep. Take some of them out of the arguments of others.`;

export const expandedTooLong = (kib: number) =>
  `With its macros replaced, the SQL is longer than ${kib} KiB. Do not nest macros in each other's arguments.`;

export const tooManyHeredocs = () =>
  'The SQL contains too many $tag$ strings with quotes in them. Write them as quoted strings.';

export const tooManyColumns = (most: number) =>
  `The SQL returns more than ${most} columns. Select those that you show.`;

export const unclosed = (what: string) => `The SQL contains ${what} that is never closed.`;

export const emptySql = () => 'The SQL is empty: write a SELECT statement.';

export const notSelect = (word: string) =>
  `Only SELECT and WITH ... SELECT can be run, but the SQL starts with ${word || 'something else'}. Query the system.* tables instead of using SHOW or DESCRIBE.`;

export const severalStatements = () => 'The SQL contains more than one statement. Keep one, without a semicolon in it.';

export const formatClause = () => 'The SQL ends with a FORMAT clause. Remove it: the plugin sets the format.';

export const invalidSetting = (path: string, problem: string) =>
  `The data source setting ${path} is not valid: ${problem}. Correct it in the data source's settings, or in its provisioning file.`;

export const invalidTableName = (name: string) =>
  `The table name ${JSON.stringify(name)} is not valid. Write table or database.table.`;

export const baselineOverlaps = () =>
  'The window is longer than the baseline offset, so the two overlap. Choose a shorter time range or a larger offset.';

export const baselineMissing = (measure: string) =>
  `"${measure}" is compared with a baseline, but the query sets none. Set "baseline", such as {"offset": 604800} for a week ago.`;

export const notAdditive = (measure: string, as: string) =>
  `"${measure}" is not additive, so it cannot be shown as ${as.replace(/_/g, ' ')}. Use an additive measure, such as a count, tokens or cost.`;

export const needsTime = (as: string) => `"${as}" is computed over time. Set the format to timeseries.`;

export const whatIfMissing = () =>
  'The query asks for the cost at another model’s price, but names no model. Set "whatIf".';

export const oneDistribution = (known: readonly string[]) =>
  `A heatmap shows the distribution of one measure. Choose one of ${list(known)}, without "top", "compare" or "as".`;

export const spansNotForAlerts = () =>
  'An alert rule needs one number per group, but this query lists individual spans. Count them with a measure query.';

export const columnWithoutFact = (column: string, facts: readonly string[]) =>
  `"${column}" does not apply to ${list(facts)}. Remove it, or add "requests" to "of".`;

export const spansOverlap = () =>
  '"of" lists spans of any kind, which already include the other facts, so those would be listed twice. Use "spans" alone.';

export const scoreOfWhich = () =>
  'The query shows, compares or orders by "score", but does not say which evaluation. Set "evaluation" to its name.';

export const evaluationUnused = () =>
  '"evaluation" is set, but the query does not use "score". Add it to "columns", or remove "evaluation".';

export const conditionWithoutValue = (key: string, operator: string) =>
  `The condition on "${key}" compares with nothing. Set "value", or use the operator "exists" instead of "${operator}".`;

export const valuesOfWhich = () =>
  'The query asks for the values of a dimension, but names none. Set "dimension", such as "model" or "attr:app.variant".';

export const dimensionNotTaken = (of: string) => `Values of "${of}" take no "dimension". Remove it.`;

export const keysNotFiltered = () =>
  'Keys of attributes are those of all gen_ai spans of the range’s days, and cannot be filtered. Remove the filters.';

export const valuesProbed = (rows: number, hours: number) =>
  `Values of an attribute are looked for in at most ${rows} gen_ai spans that have it, of the last ${hours} hours of the time range.`;

export const eventWithoutScores = (table: string) =>
  `No scores can be read, so changes of evaluators are not known: the spans have no events, the table ${table} was not found, and no scores table is set.`;

export const tableNotForAlerts = (kind: string) =>
  `An alert rule needs one number per group, but a query of kind "${kind}" returns a table. Use a measure query.`;

export const invalidTraceId = () =>
  'The trace id is not one that this table can have: it must be 32 hexadecimal digits, such as 4bf92f3577b34da6a3ce929d0e0e4736.';

/** `margin` is in minutes. */
export const traceNotFound = (margin: number, hasTimes: boolean) =>
  `No span of this trace was found in the time range and ${margin} minutes around it. Check the id, ${hasTimes ? 'whether its spans are kept that long' : 'choose a time range that contains the trace'}, and that the user may read the table.`;

export const spansLeftOut = (shown: number, all: number) =>
  `The trace has ${all} spans. Shown are ${shown}: those of calls and what leads to them first.`;

export const nothingAddedUp = (all: number, most: number) =>
  `The trace has ${all} spans. What is below a span is only added up in traces of up to ${most}.`;

export const spansNotRead = (most: number) =>
  `There are more than ${most} spans or calls. Only the first ${most} say what they are counted as and make turns, spans of gen_ai before others.`;

export const traceCut = (days: number) =>
  `The spans of this trace are more than ${days} days apart. Shown are those of the last ${days} days.`;

export const notChosen = (what: 'trace' | 'conversation') =>
  `No ${what} is chosen. Give its id, or choose one in a list that links here.`;

export const conversationNotFound = () =>
  'No call of this conversation was found in the time range. Check the id, and choose a time range that contains the conversation.';

export const turnsLeftOut = (most: number) =>
  `The conversation has more than ${most} turns in the time range. Shown are the first ${most}; choose a shorter time range for others.`;

export const sameVersions = (version: string) =>
  `The query compares version ${JSON.stringify(version)} with itself. Name two different versions.`;

export const scoresNotCompared = () => 'No scores were found, so only requests are compared.';

export const noRegistry = () =>
  'There is no prompt registry, so a version counts as deployed when it is first seen. Run "npm run cli -- prompts sync" to create one.';

export const noTemplates = (table: string) =>
  `The table ${table} was not found, so no prompt template is known. Run "npm run cli -- prompts sync" to create and fill it.`;

export const deployedTitle = (prompt: string, version: string) => `${prompt} ${version}`;

export const deployedText = (by: 'registry' | 'spans') =>
  by === 'registry' ? 'Prompt version deployed' : 'Prompt version first seen';

export const modelChangeTitle = (feature: string, change: string, model: string) =>
  `${feature} ${change} using ${model}`;

export const modelChangeText = (change: 'started' | 'stopped', requests: string) =>
  change === 'started'
    ? `First of ${requests} requests; the feature used other models before`
    : `Last of ${requests} requests; the feature goes on with other models`;

export const errorBurstTitle = (rate: string) => `Error rate ${rate} %`;

export const errorBurstText = (usual: string, errors: string, requests: string, errorClass: string) =>
  `${errors} of ${requests} requests failed, mostly ${errorClass}; usually ${usual} %`;

export const evaluatorChangeTitle = (evaluation: string, evaluator: string) => `${evaluation}: evaluator ${evaluator}`;

export const evaluatorChangeText = (before: string) =>
  `Until then ${before}. Scores of different evaluators, or of different versions of one, are not comparable.`;

export const registryColumnsMissing = (table: string, columns: readonly string[]) =>
  `The table ${table} is not a prompt registry: it lacks the columns ${list(columns)}. Set "promptsTable" in the data source's settings, or remove the table.`;

export const notAPriceTable = (table: string, columns: readonly string[]) =>
  `The table ${table} is not a table of prices: it lacks the columns ${list(columns)}, or the user may not read them. Set "pricesTable" in the data source's settings, or create the table with "prices sync --create".`;

const builtInApply = 'The built-in prices apply.';

export const noPriceTable = (table: string, database: string) =>
  `The table of prices ${table} was not found${database ? ` in the database ${database}` : ''}, or the user may not read it. ${builtInApply} Correct "pricesTable" in the data source's settings, grant the user SELECT on the table, or create it with "prices sync --create".`;

export const pricesUnread = (table: string, problem: string) =>
  `The table of prices ${table} cannot be read. ${builtInApply} ${problem}`;

/** Only so many lines are named, because a file may have been written in another form altogether. */
const mostNamed = 5;

export function pricesLeftOut(lines: readonly { provider: string; model: string; problem: string }[]): string {
  const named = lines.slice(0, mostNamed).map(({ provider, model, problem }) => {
    const name = [provider, model].filter((one) => one !== '').join(' ');
    return `${name === '' ? 'a line' : name.slice(0, 100)} (${problem})`;
  });
  const [s, others] = [lines.length === 1 ? '' : 's', lines.length - named.length];
  return `${lines.length} line${s} of the table of prices cannot be read and do${lines.length === 1 ? 'es' : ''} not count: ${named.join('; ')}${others > 0 ? `; and ${others} more` : ''}. For these models the built-in prices apply, where there are any. Run "prices sync" again.`;
}

export const invalidRange = () => 'The time range is empty or ends before it starts. Choose a later end.';

export const tooManyDays = (windows: number, days: number) =>
  `A census is taken of at most ${days} days, in at most ${windows} windows. Choose a shorter time range, or fewer baselines.`;

export const contentRefused = (dimension: string) =>
  `"${dimension}" appears, by its name, to hold user or model text, so it cannot be used for grouping or filtering. Use another dimension; if the name misleads, an administrator can list it in "content.exempt" of the data source's settings.`;

/** Why a row of the spans table does not say a dimension. */
const reasonsNotOfRow = {
  scores: 'scores are not kept in the rows of spans',
  history: 'it follows from the history of the prompt',
  prices: 'it follows from prices, which the table does not hold',
  calls: 'it follows from tokens of the whole call, which may be described by several rows',
  inherited: 'some calls have it from another span of their trace',
  reasons: 'only another span of the trace records why some calls failed',
  elsewhere: 'it is not kept in the rows of spans',
} as const;

export type NotOfRow = keyof typeof reasonsNotOfRow;

export const filterNotOfRow = (dimension: string, why: NotOfRow) =>
  `$__filters cannot apply the filter on "${dimension}" in SQL, which reads one row at a time: ${reasonsNotOfRow[why]}. ${why === 'inherited' ? 'Use a measure query, filter on the attribute as attr:key, or set the attribute on each call' : 'Use a measure query, or remove the filter'}.`;

export const filtersUnused = () =>
  'The filters of the dashboard are not applied: the SQL does not say where. Write $__filters as a condition, such as WHERE $__timeFilter(Timestamp) AND $__filters.';

export const sqlNotPermitted = (what: string) =>
  `SQL of users who may not read prompts and answers is checked, and "${what.slice(0, 100)}" does not pass: only named columns of the data source's tables, attributes as SpanAttributes['key'], and functions of a list. Write it that way, use a measure query, or ask an administrator about "sql" and "content" in the data source's settings.`;

export const sqlContentKey = (key: string) =>
  `The attribute "${key.slice(0, 100)}" appears, by its name, to hold user or model text, so SQL from users who may not read it is refused. Leave it out; if the name misleads, an administrator can list it in "content.exempt" of the data source's settings.`;

export const patternRefused = (name: string) =>
  `Prompts and answers are not shown, because ClickHouse refuses the expression "${name}" by which they are redacted. An administrator must correct it, as RE2, in "content.redact.patterns" of the data source's settings.`;

/** `minimumRole` is null where nobody may. */
export const contentNotAllowed = (minimumRole: string | null) =>
  minimumRole === null
    ? 'Prompts and answers are left out: the data source shows them to nobody. An administrator may change "content" in its settings.'
    : `Prompts and answers are left out: the data source shows them to logged-in users with the role ${minimumRole} or above.`;

export const noLogsTable = (table: string) =>
  `The table of log records, ${table}, was not found, or has columns that are not known. Check "logsTable" in the data source's settings, and that the user may read it.`;

export const sqlIsOff = () =>
  'SQL queries are switched off in the data source. Use a measure query, or ask an administrator about "sql" in its settings.';

export const tooManyValues = (kib: number) =>
  `The filters contain more than ${kib} KiB of values. Select fewer values, or use a "matches" filter.`;

export const modelsLeftOut = (known: number) =>
  `There are more model names than can have their prices looked up. The ${known} most used ones with a price have a cost; that of the others is unknown. If names contain ids, add aliases with * for them in the data source's settings, or use the billed model names.`;

/** The name of the editor's switch for `estimate`. */
export const runAnyway = 'Run even if it reads a lot';

export const unknownResource = (path: string) => `Unknown resource "${path}".`;

export const noSpans = (table: string) =>
  `Connected to ClickHouse, but ${table} has no gen_ai spans from the last 24 hours. Check that an instrumented service is sending spans to it.`;

export const healthy = (version: string, table: string, spans: number) =>
  `Connected to ClickHouse ${version}. ${table} has ${spans} gen_ai spans from the last 24 hours.`;

export const notLookedInto = () =>
  'The spans could not be examined in time; the first queries for these days will be slow.';

export const lateEvaluations = (table: string) =>
  `The table ${table} was not found, so only scores in span events are counted.`;

/** Milliseconds; positive if ClickHouse is ahead. */
export function clocksDiffer(offset: number): string {
  const seconds = Math.round(Math.abs(offset) / 1000);
  return `ClickHouse's clock is ${seconds} s ${offset > 0 ? 'ahead of' : 'behind'} the clock of Grafana's server. Queries use ClickHouse's time. Synchronize the clocks: Grafana evaluates alert rules by its own.`;
}

export const sqlRefused = () =>
  'SQL queries are refused, because the ClickHouse user may write and the server does not let it set readonly. An administrator of ClickHouse must give the user the setting readonly = 2, or let it change readonly.';

/** The spans of the last day with implausible values, by `<field>:<problem>`. */
export function outOfBounds(problems: readonly (readonly [problem: string, spans: number])[]): string {
  const named = problems.map(([problem, spans]) => `${problem.replace(':', ' ').replace('_', ' ')} (${spans})`);
  return `Spans of the last day contain implausible values, which are ignored or capped: ${named.join(', ')}. Run \`npm run cli -- inspect\` to see whose spans they are and what to change.`;
}
