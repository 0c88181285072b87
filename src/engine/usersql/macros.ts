import type { Token } from './tokenize.ts';

/** The values that a macro may use. Bounds are parameters; `step` is in seconds. */
export interface MacroContext {
  step: number;
  table: string;
}

export interface Macro {
  /** An example of its use, with its arguments. */
  example: string;
  description: string;
  arguments: number;
  expand: (args: string[], context: MacroContext) => string;
}

/** The macro that is replaced by the query's filters. */
export const filtersMacro = '$__filters';
export const isFiltersMacro = ({ kind, text }: Token): boolean => kind === 'word' && text === filtersMacro;

const from = 'fromUnixTimestamp64Milli({from:Int64})';
const to = 'fromUnixTimestamp64Milli({to:Int64})';
/** The last instant of a half-open window, for columns that only store days. */
const last = 'fromUnixTimestamp64Milli({to:Int64} - 1)';

const timeFilter = (column = '') => `(${column} >= ${from} AND ${column} < ${to})`;
const dateFilter = (column = '') => `(${column} >= toDate(${from}) AND ${column} <= toDate(${last}))`;

/** The macros, named as in Grafana's ClickHouse plugin. Windows are half-open, `[from, to)`, to the millisecond. */
export const macros: Record<string, Macro> = {
  $__timeFilter: {
    example: '$__timeFilter(Timestamp)',
    description: 'True if the column is within the time range',
    arguments: 1,
    expand: ([column]) => timeFilter(column),
  },
  $__timeFilter_ms: {
    example: '$__timeFilter_ms(Timestamp)',
    description: 'True if the column is within the time range',
    arguments: 1,
    expand: ([column]) => timeFilter(column),
  },
  $__dateFilter: {
    example: '$__dateFilter(date)',
    description: 'True if the Date column is on a day of the time range',
    arguments: 1,
    expand: ([column]) => dateFilter(column),
  },
  $__dateTimeFilter: {
    example: '$__dateTimeFilter(date, time)',
    description: 'True if the date and time columns are within the time range',
    arguments: 2,
    expand: ([date, time]) => `(${dateFilter(date)} AND ${timeFilter(time)})`,
  },
  $__timeInterval: {
    example: '$__timeInterval(Timestamp)',
    description: 'Start of the column’s time bucket, in whole seconds',
    arguments: 1,
    expand: ([column], { step }) => `toStartOfInterval(toDateTime(${column}), INTERVAL ${step} second)`,
  },
  $__timeInterval_ms: {
    example: '$__timeInterval_ms(Timestamp)',
    description: 'Start of the column’s time bucket, in milliseconds',
    arguments: 1,
    expand: ([column], { step }) =>
      `toStartOfInterval(toDateTime64(${column}, 3), INTERVAL ${step * 1000} millisecond)`,
  },
  $__fromTime: {
    example: '$__fromTime',
    description: 'Start of the time range, in whole seconds',
    arguments: 0,
    expand: () => `toDateTime(intDiv({from:Int64}, 1000))`,
  },
  $__toTime: {
    example: '$__toTime',
    description: 'End of the time range (exclusive), in whole seconds',
    arguments: 0,
    expand: () => `toDateTime(intDiv({to:Int64}, 1000))`,
  },
  $__fromTime_ms: {
    example: '$__fromTime_ms',
    description: 'Start of the time range, in milliseconds',
    arguments: 0,
    expand: () => from,
  },
  $__toTime_ms: {
    example: '$__toTime_ms',
    description: 'End of the time range (exclusive), in milliseconds',
    arguments: 0,
    expand: () => to,
  },
  $__interval_s: {
    example: '$__interval_s',
    description: 'Length of a time bucket, in seconds',
    arguments: 0,
    expand: (_, { step }) => String(step),
  },
  $__table: {
    example: '$__table',
    description: 'The data source’s spans table',
    arguments: 0,
    expand: (_, { table }) => table,
  },
  // What it becomes depends on what the table holds, so that it is put in last.
  [filtersMacro]: {
    example: filtersMacro,
    description:
      'True for rows that pass the dashboard’s ad-hoc filters, and for all rows without any; for the spans table',
    arguments: 0,
    expand: () => filtersMacro,
  },
};
