/** What a macro may use. Bounds are parameters; `step` is in seconds. */
export interface MacroContext {
  step: number;
  table: string;
}

export interface Macro {
  /** How it is written; its number of arguments is in it. */
  example: string;
  description: string;
  arguments: number;
  expand: (args: string[], context: MacroContext) => string;
}

const from = 'fromUnixTimestamp64Milli({from:Int64})';
const to = 'fromUnixTimestamp64Milli({to:Int64})';
/** The last instant of a half-open window, for columns that only know days. */
const last = 'fromUnixTimestamp64Milli({to:Int64} - 1)';

const timeFilter = (column = '') => `(${column} >= ${from} AND ${column} < ${to})`;
const dateFilter = (column = '') => `(${column} >= toDate(${from}) AND ${column} <= toDate(${last}))`;

/** Named as in Grafana's ClickHouse plugin; windows are half-open, `[from, to)`, to the millisecond. */
export const macros: Record<string, Macro> = {
  $__timeFilter: {
    example: '$__timeFilter(Timestamp)',
    description: 'The column is in the time range',
    arguments: 1,
    expand: ([column]) => timeFilter(column),
  },
  $__timeFilter_ms: {
    example: '$__timeFilter_ms(Timestamp)',
    description: 'The column is in the time range',
    arguments: 1,
    expand: ([column]) => timeFilter(column),
  },
  $__dateFilter: {
    example: '$__dateFilter(date)',
    description: 'The column of type Date is on a day of the time range',
    arguments: 1,
    expand: ([column]) => dateFilter(column),
  },
  $__dateTimeFilter: {
    example: '$__dateTimeFilter(date, time)',
    description: 'The day and the time columns are in the time range',
    arguments: 2,
    expand: ([date, time]) => `(${dateFilter(date)} AND ${timeFilter(time)})`,
  },
  $__timeInterval: {
    example: '$__timeInterval(Timestamp)',
    description: 'The start of the column’s bucket, in whole seconds',
    arguments: 1,
    expand: ([column], { step }) => `toStartOfInterval(toDateTime(${column}), INTERVAL ${step} second)`,
  },
  $__timeInterval_ms: {
    example: '$__timeInterval_ms(Timestamp)',
    description: 'The start of the column’s bucket, in milliseconds',
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
    description: 'End of the time range, in whole seconds; not part of it',
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
    description: 'End of the time range, in milliseconds; not part of it',
    arguments: 0,
    expand: () => to,
  },
  $__interval_s: {
    example: '$__interval_s',
    description: 'Seconds of a bucket',
    arguments: 0,
    expand: (_, { step }) => String(step),
  },
  $__table: {
    example: '$__table',
    description: 'The data source’s table of spans',
    arguments: 0,
    expand: (_, { table }) => table,
  },
};
