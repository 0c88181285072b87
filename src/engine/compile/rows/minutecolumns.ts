import type { SpanField } from '../../canonical/spanfield.ts';
import { callsColumns, scoreColumns, storedColumn } from './storedcolumns.ts';
import type { RowField } from './rowfields.ts';

/**
 * The steps in seconds by which calls are added up, the shortest first. Five minutes divide the intervals that Grafana
 * chooses and the offset of any time zone, and an hour is what a long range needs.
 */
export const minuteSteps = [60, 300, 3600] as const;
export type MinuteStep = (typeof minuteSteps)[number];

/** How far apart the natural logarithms of kept values are: a value is less than 1% away from the one that is kept of it. */
export const logStep = 0.0198;

/** The largest relative error of a quantile over values that are kept so: e to the power of half a step, less 1. */
export const quantileError = 0.01;

/** Texts that are only counted: of each, the hashes of its distinct values are kept. */
export const distinctFields = ['conversation', 'user'] as const satisfies readonly SpanField[];

/** Numbers of which quantiles are asked: of each, its values are kept, with how often each came. */
export const valueFields = [
  'seconds',
  'timeToFirstToken',
  'timePerOutputToken',
  'tokensPerSecond',
] as const satisfies readonly RowField[];

const unfit = [
  ...['Fact', 'Hour', 'Run', 'Timestamp', 'TraceId', 'SpanId', 'Attributes', 'Resources', 'Judge', 'Weight'],
  // What only scores say, and response ids, by which no two calls would be alike.
  ...scoreColumns.map(storedColumn),
];
const fieldOf = (column: string): SpanField => (column.charAt(0).toLowerCase() + column.slice(1)) as SpanField;
const columnsLike = (isLike: (type: string) => boolean): SpanField[] =>
  Object.entries(callsColumns())
    .filter(([name, type]) => !unfit.includes(name) && isLike(type))
    .map(([name]) => fieldOf(name));

/** Texts and flags by which calls are told apart; `retried` is among them. */
export const minuteKeys: readonly SpanField[] = columnsLike((type) => !type.startsWith('Nullable')).filter(
  (field) => !(distinctFields as readonly string[]).includes(field)
);

/** Numbers that are added up, each times its call's weight; NULL where no call of the group says it. */
export const minuteSums: readonly SpanField[] = columnsLike((type) => type.startsWith('Nullable'));

export const valuesColumn = (field: string): string => `${storedColumn(field as SpanField)}Values`;
export const countsColumn = (field: string): string => `${storedColumn(field as SpanField)}Counts`;
export const idsColumn = (field: string): string => `${storedColumn(field as SpanField)}Ids`;

/**
 * The columns of the table of minutes, with their types: one row is the calls of a step that are alike. They have the same
 * texts and flags, the same size, and say the same numbers, so that what holds of a sum holds of each of its calls.
 */
export const minuteColumns = (): Record<string, string> => ({
  Fact: 'LowCardinality(String)',
  Hour: "DateTime('UTC')",
  Run: 'UInt64',
  Step: 'UInt16',
  Timestamp: 'DateTime64(9)',
  ...Object.fromEntries(minuteKeys.map((field) => [storedColumn(field), callsColumns()[storedColumn(field)] ?? ''])),
  ...Object.fromEntries(minuteSums.map((field) => [storedColumn(field), 'Nullable(Float64)'])),
  /** The number of spans that the calls stand for. */
  Weight: 'Float64',
  /** Tokens: the smallest input that is priced as those of the calls are. */
  Size: 'Float64',
  ...Object.fromEntries(
    valueFields.flatMap((field) => [
      [valuesColumn(field), 'Array(Float64)'],
      [countsColumn(field), 'Array(UInt32)'],
    ])
  ),
  ...Object.fromEntries(distinctFields.map((field) => [idsColumn(field), 'Array(UInt64)'])),
});
