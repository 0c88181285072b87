import { contextOf } from '../compile/context/context.ts';
import { milliseconds } from '../compile/kinds/trace/shown.ts';
import { tracesOf } from '../compile/kinds/trace/within.ts';
import { timesOf } from '../compile/context/times.ts';
import type { Answer, Statement } from '../host.ts';
import type { Settings } from '../settings/settings.ts';
import type { SourceDescription, TableDescription } from '../source/description.ts';
import { call, type Select } from '../sql/nodes.ts';
import { escapeArrayParameter } from '../sql/escape.ts';
import { print, quotePath } from '../sql/print.ts';
import type { Window } from '../window.ts';
import { ask, type Exchange } from './exchange.ts';

/** Where the spans of a trace are: epoch milliseconds of the first and after the last beginning, and how many there are. */
export interface Found {
  from: number;
  to: number;
  spans: number;
}

type Range = Pick<Window, 'from' | 'to'>;

/** The columns of the table of when traces began and ended, as the collector's exporter makes it. */
const timesColumns = ['TraceId', 'Start', 'End'];

/** Whether there is a table of when traces began and ended. */
export const traceTimesOf = ({ others: { traceTimes } }: SourceDescription): TableDescription | undefined =>
  traceTimes && timesColumns.every((name) => name in traceTimes.columns) ? traceTimes : undefined;

/**
 * Asks where the spans of a trace are: at the times that the table of traces has, or else in the range. Without the right to read
 * that table, and for a trace that is older than it, the range is looked through.
 */
export function* foundTrace(
  source: SourceDescription,
  settings: Settings,
  ids: readonly string[],
  range: Range
): Exchange<Found | null> {
  const table = traceTimesOf(source);
  const times = yield* ask<Range | null>({
    step: 'trace: times',
    need: () => ({ statements: table ? [timesStatement(table, ids)] : [] }),
    read: ([answer]) => (answer ? timesIn(answer) : null),
    instead: () => null,
  });
  return yield* ask<Found | null>({
    step: 'trace: spans',
    need: () => ({ statements: [spansStatement(source, settings, ids, times ?? range)] }),
    read: ([answer]) => (answer ? foundIn(answer) : null),
  });
}

/** Spans are still written while somebody looks at them, so that nothing of it is kept. */
const timesStatement = ({ path }: TableDescription, ids: readonly string[]): Statement => ({
  sql: [
    'SELECT toUnixTimestamp(min(`Start`)) AS first, toUnixTimestamp(max(`End`)) AS last, count() AS known',
    `FROM ${quotePath(path)}`,
    'WHERE `TraceId` IN {trace_ids:Array(String)}',
  ].join('\n'),
  params: { trace_ids: escapeArrayParameter(ids) },
  settings: {},
});

function spansStatement(
  source: SourceDescription,
  settings: Settings,
  ids: readonly string[],
  range: Range
): Statement {
  const all = contextOf({ source, settings, census: null, window: { ...range, step: 60, delay: 0 } });
  const { own } = tracesOf(all, ids);
  const { time } = own.spans;
  const select: Select = {
    kind: 'select',
    columns: [
      { as: 'first', value: call('floor', milliseconds(call('min', time))) },
      { as: 'last', value: call('floor', milliseconds(call('max', time))) },
      { as: 'known', value: call('count') },
    ],
    ...own.spans.rows(timesOf(own), []),
  };
  return { sql: print(select), params: all.parameters.values, settings: {} };
}

const at = ({ columns, rows: [row] }: Answer, name: string): number => Number(row?.[columns.indexOf(name)] ?? 0);

/** The table knows seconds. */
const timesIn = (answer: Answer): Range | null =>
  at(answer, 'known') > 0 ? { from: at(answer, 'first') * 1000, to: (at(answer, 'last') + 1) * 1000 } : null;

const foundIn = (answer: Answer): Found | null =>
  at(answer, 'known') > 0
    ? { from: at(answer, 'first'), to: at(answer, 'last') + 1, spans: at(answer, 'known') }
    : null;
