import { emptyOf } from '../canonical/spanfield.ts';
import { rowField, rowTime, attributeColumn, resourceColumn } from '../compile/context/columnnames.ts';
import { contextOf, type Context } from '../compile/context/context.ts';
import { hourOf } from '../compile/context/tier.ts';
import { inWindow } from '../compile/context/times.ts';
import { retriedColumn } from '../compile/rows/attempts.ts';
import { scoresToKeep } from '../compile/evaluations/evaluationrows.ts';
import { canonicalRows } from '../compile/rows/factrows.ts';
import { asMap, keptPlace, mapOf } from '../compile/rows/keptvalues.ts';
import { minuteColumns } from '../compile/rows/minutecolumns.ts';
import { minuteSelect, minutesVersion } from '../compile/rows/minuteselect.ts';
import {
  callsColumns,
  everyField,
  hoursColumns,
  storedAttributes,
  storedColumn,
  keptFacts,
  storedFields,
  storedScores,
  type KeptFact,
} from '../compile/rows/storedcolumns.ts';
import { storedVersion } from '../compile/rows/storedversion.ts';
import type { SpanFactId } from '../catalogue/facts.ts';
import type { Statement } from '../host.ts';
import type { Settings } from '../settings/settings.ts';
import type { Census } from '../source/census.ts';
import type { SourceDescription } from '../source/description.ts';
import {
  call,
  column,
  equal,
  from,
  infix,
  number,
  table,
  text,
  type Expression,
  type Output,
  type Select,
} from '../sql/nodes.ts';
import { print, quoteIdentifier, quotePath } from '../sql/print.ts';
import { quickAnalysis } from '../sql/settings.ts';
import type { Window } from '../window.ts';

/** A statement that writes, which only an administrator's tools run. */
export interface Writing {
  sql: string;
  params: Record<string, string>;
  /** What an INSERT without parameters writes, in the format that it names. */
  data?: string;
  /** As those of the engine's other statements. */
  settings?: Statement['settings'];
}

export interface Filling {
  source: SourceDescription;
  settings: Settings;
  /** What the hours hold; null writes the statement for anything that they may hold. */
  census: Census | null;
  /** What the days hold in which the calls of the hours' scores may have begun; as `census` if left out. */
  scoreCensus?: Census;
  /** Whole hours. */
  window: Pick<Window, 'from' | 'to'>;
  /** Grows from run to run, because of two runs of an hour the later counts. */
  run: string;
  /** How many rows the spans table had in each of the hours, counted before anything was written: what comes later is late. */
  spans: readonly number[];
  calls: readonly string[];
  /** Left out where there is no such table. */
  minutes?: readonly string[] | undefined;
  hours: readonly string[];
}

/**
 * Writes the calls of whole hours, and then that they are whole.
 *
 *   spans ─▶ rows of a fact ─▶ genai_calls, under the number of this run
 *                              genai_minutes, their sums by step
 *                              genai_hours, one mark an hour, once all rows are there
 *
 * A run that was ended before its marks counts for nothing, and so do two at once: readers take, of each hour, the rows of
 * the latest run that is marked.
 */
export function fillStatements(filling: Filling): Writing[] {
  return [...rowStatements(filling), ...minutesInto(filling), marksInto(filling)];
}

/** The statements that write rows, one a fact. */
export const rowStatements = (filling: Filling): Writing[] => keptFacts.flatMap((fact) => rowsInto(filling, fact));

/** The rows of the table of calls for one fact, before the number of the run; null if there can be none. */
export const rowsToKeep = (context: Context, fact: KeptFact): Select | null =>
  fact === storedScores ? scoresSelect(context) : storedSelect(context, fact);

function storedSelect(context: Context, fact: SpanFactId): Select {
  const { settings } = context;
  const fields = storedFields(fact);
  const attributes = storedAttributes(settings);
  const { resources } = settings.tiers;
  const said = fields.filter((field) => context.fieldColumn(field).kind === 'column');
  const { rows } = canonicalRows(context, fact, {
    needs: { fields: said, attributes, resources },
    ids: true,
    attempts: fact === 'requests',
  });
  const values: Record<string, Output['value']> = {
    Fact: text(fact),
    ...keptPlace,
    ...(fact === 'requests' ? { Retried: column(retriedColumn) } : {}),
    Attributes: mapOf(attributes, attributeColumn),
    Resources: mapOf(resources, resourceColumn),
    ...Object.fromEntries(said.map((field) => [storedColumn(field), column(rowField(field))])),
  };
  return { kind: 'select', columns: columnsFrom(values), from: from(rows), where: inWindow(context, column(rowTime)) };
}

/** A score is kept at the time it was given, with what its call says. */
function scoresSelect(context: Context): Select | null {
  const scores = scoresToKeep(context);
  return scores && { ...scores.rows, columns: columnsFrom(scores.values) };
}

/** All columns but the number of the run; those without a value are empty. */
function columnsFrom(values: Record<string, Output['value']>): Output[] {
  const empty = Object.fromEntries(everyField().map((field) => [storedColumn(field), emptyOf(field)]));
  const none: Record<string, Output['value']> = {
    ...empty,
    Retried: number(0),
    ...{ Attributes: noPairs, Resources: noPairs, Judge: noPairs },
  };
  return Object.keys(callsColumns())
    .filter((name) => name !== 'Run')
    .map((as) => ({ as, value: values[as] ?? none[as] ?? column(as) }));
}

const noPairs = asMap(call('map'));

const begun = ({ source, settings, census, window }: Filling): Context =>
  contextOf({ source, settings, census, window: { ...window, step: hour / 1000, delay: 0 } });

function rowsInto(filling: Filling, fact: KeptFact): Writing[] {
  const { census, scoreCensus = census } = filling;
  const context = begun(fact === storedScores ? { ...filling, census: scoreCensus } : filling);
  const run = context.parameters.named('run', 'UInt64', filling.run);
  const rows = rowsToKeep(context, fact);
  return rows ? [intoCalls(filling, context, rows, run)] : [];
}

const intoCalls = (filling: Filling, context: Context, rows: Select, run: Expression): Writing =>
  inserted(filling.calls, [...rows.columns.map(({ as }) => as), 'Run'], context, {
    ...rows,
    columns: [...rows.columns, { as: 'Run', value: run }],
  });

/** Adds up the rows of this run. */
function minutesInto(filling: Filling): Writing[] {
  if (!filling.minutes) {
    return [];
  }
  const context = begun(filling);
  const run = context.parameters.named('run', 'UInt64', filling.run);
  const where = infix('AND', equal(column('Run'), run), inWindow(context, column('Timestamp')));
  return [inserted(filling.minutes, Object.keys(minuteColumns()), context, minuteSelect(filling.calls, where))];
}

/** Marks every hour, also one without any call: it need not be looked at again. */
function marksInto(filling: Filling): Writing {
  const context = begun(filling);
  const { parameters } = context;
  const [first, end] = [filling.window.from / hour, filling.window.to / hour];
  const run = parameters.named('run', 'UInt64', filling.run);
  const version = parameters.named('version', 'String', storedVersion(filling.settings, filling.source));
  const spans = parameters.named('spans', 'Array(UInt64)', `[${filling.spans.join(',')}]`);
  const stored: Select = {
    kind: 'select',
    columns: [
      { as: 'h', value: hourOf(column('Hour')) },
      { as: 'Rows', value: call('count') },
    ],
    from: table(...filling.calls),
    where: infix('AND', equal(column('Run'), run), inWindow(context, column('Timestamp'))),
    groupBy: [column('h')],
  };
  const every: Select = {
    kind: 'select',
    columns: [
      { as: 'h', value: call('arrayJoin', call('range', number(first), number(end))) },
      { as: 'Rows', value: number(0) },
    ],
    from: table('system', 'one'),
  };
  const values: Record<string, Output['value']> = {
    Hour: call('toDateTime', infix('*', column('h'), number(3600)), text('UTC')),
    Run: run,
    Version: version,
    Spans: call('arrayElement', spans, infix('+', infix('-', column('h'), number(first)), number(1))),
    Rows: call('sum', column('Rows')),
    Minutes: parameters.named('minutes', 'String', filling.minutes ? minutesVersion() : ''),
    Marked: call('now64', number(3), text('UTC')),
  };
  const names = Object.keys(hoursColumns);
  return inserted(filling.hours, names, context, {
    kind: 'select',
    columns: names.map((as) => ({ as, value: values[as] ?? column(as) })),
    from: { kind: 'query', query: { kind: 'union', all: [every, stored] }, as: 'c' },
    groupBy: [column('h')],
  });
}

const hour = 3_600_000;

const inserted = (
  path: readonly string[],
  names: readonly string[],
  { parameters }: Context,
  select: Select
): Writing => ({
  sql: [
    `INSERT INTO ${quotePath(path)} (${names.map(quoteIdentifier).join(', ')})`,
    // Wait for the shards of a `Distributed` table: otherwise an hour is marked, and its rows counted, before they are there.
    'SETTINGS distributed_foreground_insert = 1',
    print(select),
  ].join('\n'),
  params: parameters.values,
  settings: quickAnalysis,
});
