import type { Answer, Statement } from '../host.ts';
import {
  call,
  column,
  equal,
  from,
  infix,
  lambda,
  number,
  parameter,
  table,
  type Expression,
  type Select,
} from '../sql/nodes.ts';
import { print } from '../sql/print.ts';
import type { Period } from '../settings/budgets.ts';

/**
 * The days of a time zone. They are asked of ClickHouse, because the engine's runtimes have no time zones.
 *
 * A day is found by its quarters of an hour, not by its midnight, which a day may lack or have twice: in Cairo,
 * 24 April 2026 begins at one o'clock.
 */
export interface Day {
  /** The bounds in epoch milliseconds, half-open. */
  from: number;
  to: number;
  /** Monday is 1. */
  weekday: number;
  dayOfMonth: number;
  /** The hour of each quarter of an hour; empty for an ordinary day of 24 hours. */
  quarters: readonly number[];
}

export interface Range {
  from: number;
  to: number;
}

export const hour = 3_600_000;
const quarter = hour / 4;
const utcDay = 24 * hour;
const quartersOfDay = utcDay / quarter;

/** The days around a moment that budgets need: 35 of history, a month ahead, and a margin for zones and delays. */
const before = 39;
const after = 34;

/** Asks for the days around the UTC day of a moment. */
export function calendarStatement(zone: string, moment: number): Statement {
  const base = Math.floor(moment / utcDay) * utcDay;
  return {
    sql: print(days),
    params: { zone, base: String((base - before * utcDay) / 1000) },
    settings: {},
    cacheSeconds: 86_400,
  };
}

const instants: Select = {
  kind: 'select',
  columns: [
    {
      as: 'moment',
      value: call(
        'arrayJoin',
        call(
          'arrayMap',
          lambda(
            ['index'],
            infix('+', parameter('base', 'Int64'), infix('*', column('index'), number(quarter / 1000)))
          ),
          call('range', number((before + after) * quartersOfDay))
        )
      ),
    },
  ],
  from: table('system', 'one'),
};

const local: Select = {
  kind: 'select',
  columns: [
    { as: 'moment', value: column('i', 'moment') },
    { as: 'local', value: call('toDateTime', column('i', 'moment'), parameter('zone', 'String')) },
  ],
  from: { kind: 'query', query: instants, as: 'i' },
};

const hoursInOrder: Expression = call(
  'arrayMap',
  lambda(['pair'], call('tupleElement', column('pair'), number(2))),
  call('arraySort', call('groupArray', call('tuple', column('moment'), call('toHour', column('local')))))
);

const plainHours: Expression = call(
  'arrayMap',
  lambda(['index'], call('intDiv', column('index'), number(4))),
  call('range', number(quartersOfDay))
);

const days: Select = {
  kind: 'select',
  columns: [
    { as: 'start', value: column('d', 'start') },
    { as: 'weekday', value: column('d', 'weekday') },
    { as: 'day_of_month', value: column('d', 'day_of_month') },
    {
      as: 'quarters',
      value: call('if', equal(column('d', 'hours'), plainHours), call('emptyArrayUInt8'), column('d', 'hours')),
    },
  ],
  from: {
    kind: 'query',
    query: {
      kind: 'select',
      columns: [
        { as: 'start', value: call('min', column('moment')) },
        { as: 'weekday', value: call('any', call('toDayOfWeek', column('local'))) },
        { as: 'day_of_month', value: call('any', call('toDayOfMonth', column('local'))) },
        { as: 'hours', value: hoursInOrder },
      ],
      from: from(local),
      groupBy: [call('toDate', column('local'))],
    },
    as: 'd',
  },
  orderBy: [{ by: column('start'), direction: 'ASC' }],
};

/** Reads the answer, without the first and the last day, which the requested range cuts off. */
export function readCalendar({ rows }: Answer): Day[] {
  const starts = rows.map((row) => Number(row[0]) * 1000);
  return rows.slice(1, -1).map((row, index) => ({
    from: starts[index + 1] ?? 0,
    to: starts[index + 2] ?? 0,
    weekday: Number(row[1]),
    dayOfMonth: Number(row[2]),
    quarters: (row[3] as unknown[]).map(Number),
  }));
}

export function indexOfDay(calendar: readonly Day[], moment: number): number {
  const index = calendar.findIndex(({ from, to }) => from <= moment && moment < to);
  if (index < 0) {
    throw new Error('a calendar does not hold the moment that it was asked for');
  }
  return index;
}

/** Returns the day at an index of the calendar. Throws if it is outside. */
export function dayAt(calendar: readonly Day[], index: number): Day {
  const day = calendar[index];
  if (!day) {
    throw new Error('a calendar ends too soon');
  }
  return day;
}

const begins: Record<Period, (day: Day) => boolean> = {
  day: () => true,
  week: ({ weekday }) => weekday === 1,
  month: ({ dayOfMonth }) => dayOfMonth === 1,
};

/** Finds the period that contains a moment. */
export function periodAt(calendar: readonly Day[], period: Period, moment: number): Range {
  let first = indexOfDay(calendar, moment);
  let next = first + 1;
  while (!begins[period](dayAt(calendar, first))) {
    first--;
  }
  while (!begins[period](dayAt(calendar, next))) {
    next++;
  }
  return { from: dayAt(calendar, first).from, to: dayAt(calendar, next).from };
}

/** Finds the beginning of the hour that contains a moment of the day. */
export function hourOf(day: Day, moment: number): number {
  return day.from + Math.floor((moment - day.from) / hour) * hour;
}

/** Cells of a profile: the hours of the day on weekdays, then on weekends. */
export const cells = 48;

/** Counts how many hours of a time range fall into each of the 48 cells. */
export function hoursIn(calendar: readonly Day[], { from: start, to }: Range): number[] {
  const hours = new Array<number>(cells).fill(0);
  const add = (cell: number, begin: number, end: number) => {
    const part = Math.min(end, to) - Math.max(begin, start);
    if (part > 0) {
      hours[cell] = (hours[cell] ?? 0) + part / hour;
    }
  };
  for (const day of calendar) {
    if (day.to <= start || day.from >= to) {
      continue;
    }
    const kind = day.weekday > 5 ? 24 : 0;
    const long = day.quarters.length > 0 ? quarter : hour;
    for (let begin = day.from, index = 0; begin < day.to; begin += long, index++) {
      add(kind + (day.quarters[index] ?? index), begin, begin + long);
    }
  }
  return hours;
}

/** Computes which of the 48 cells a moment of a zone falls into. */
export const cellOf = (moment: Expression, zone: Expression): Expression =>
  infix(
    '+',
    call('toHour', moment, zone),
    infix('*', number(24), infix('>', call('toDayOfWeek', moment, number(0), zone), number(5)))
  );
