import type { Context } from '../compile/context/context.ts';
import type { Answer, Statement } from '../host.ts';
import {
  call,
  column,
  from,
  infix,
  lambda,
  number,
  parameter,
  type Expression,
  type Output,
  type Select,
} from '../sql/nodes.ts';
import { cellOf, cells, dayAt, hour, hourOf, indexOfDay, periodAt, type Day, type Range } from './calendar.ts';
import { firstCost, neverAt, ofRows, row, scopedRows, sumOf } from './rows.ts';
import type { Budget } from '../settings/budgets.ts';

/**
 * Reads the past only once: the closed days of a zone once a day, and the closed hours of its current day once an hour.
 *
 *   35 days ago        28 days ago                    midnight         the open hour   now
 *      │  history          │  and the profile             │  closed hours    │   open    │
 *      └───────────────────┴───── days, once a day ───────┴─ once an hour ───┴─ always ──┘
 */
const historyDays = 35;
const profileDays = 28;

/** Burn rates begin on whole slots of five minutes, as do the hours of all zones. */
export const slot = hour / 12;
const burnHours = 6;

/** An answer stays valid for as long as it is asked for: the next day or hour asks a different question. */
const daysKept = 26 * 3600;
const hoursKept = 2 * 3600;

/** A zone, and where its closed time ends. Spans that arrive later than the delay are too late to count there. */
export interface Edge {
  zone: string;
  calendar: readonly Day[];
  /** The index of the open day in the calendar, and the beginning of the open hour. */
  today: number;
  open: number;
  profileFrom: number;
}

export function edgeOf(zone: string, calendar: readonly Day[], settled: number): Edge {
  const today = indexOfDay(calendar, settled);
  return {
    zone,
    calendar,
    today,
    open: hourOf(dayAt(calendar, today), settled),
    profileFrom: dayAt(calendar, today - profileDays).from,
  };
}

/** The closed days that are read. */
export const closedDaysOf = ({ calendar, today }: Edge): Range => ({
  from: dayAt(calendar, today - historyDays).from,
  to: dayAt(calendar, today).from,
});

const as = (name: string, value: Expression): Output => ({ as: name, value });

/** Sums up the closed days in one row: a profile by hour of day and weekday or weekend, and the period so far. */
export function closedDays(context: Context, budgets: readonly Budget[]): Select {
  const zone = parameter('zone', 'String');
  const local: Select = {
    kind: 'select',
    columns: [
      as('*', column('*')),
      as('day', call('toDate', column('moment'), zone)),
      as('cell', cellOf(column('moment'), zone)),
    ],
    from: from(scopedRows(context, budgets)),
  };
  const hours: Select = {
    kind: 'select',
    columns: [
      as('cell', row('cell')),
      as('start', call('min', row('at'))),
      as('cost', sumOf('cost')),
      as('unpriced', sumOf('unpriced')),
      as('first', firstCost),
    ],
    from: { kind: 'query', query: local, as: ofRows },
    groupBy: [row('day'), row('cell')],
  };
  const ofPeriod = (name: string): Expression =>
    call(
      'sumForEach',
      call(
        'arrayMap',
        lambda(['value', 'since'], infix('*', column('value'), infix('>=', row('start'), column('since')))),
        row(name),
        parameter('period_from', 'Array(Int64)')
      )
    );
  const byCell: Select = {
    kind: 'select',
    columns: [
      as('cell', row('cell')),
      as('cost', call('sumForEachIf', row('cost'), infix('>=', row('start'), parameter('profile_from', 'Int64')))),
      as('spent', ofPeriod('cost')),
      as('unpriced', ofPeriod('unpriced')),
      as('first', call('minForEach', row('first'))),
    ],
    from: { kind: 'query', query: hours, as: ofRows },
    groupBy: [row('cell')],
  };
  return {
    kind: 'select',
    columns: [
      as('cells', call('groupArray', row('cell'))),
      as('cost', call('groupArray', row('cost'))),
      as('spent', call('sumForEach', row('spent'))),
      as('unpriced', call('sumForEach', row('unpriced'))),
      as('first', call('minForEach', row('first'))),
    ],
    from: { kind: 'query', query: byCell, as: ofRows },
  };
}

/** Sums up the closed hours in one row: the last hours of the day by slot, and all earlier slots as one. */
export function closedHours(context: Context, budgets: readonly Budget[]): Select {
  const slots: Select = {
    kind: 'select',
    columns: [
      as('cost', sumOf('cost')),
      as('unpriced', sumOf('unpriced')),
      as('first', firstCost),
      as('slot', call('greatest', call('intDiv', row('at'), number(slot)), parameter('rest_slot', 'Int64'))),
    ],
    from: { kind: 'query', query: scopedRows(context, budgets), as: ofRows },
    groupBy: [column('slot')],
  };
  return {
    kind: 'select',
    columns: [
      as('slots', call('groupArray', row('slot'))),
      as('cost', call('groupArray', row('cost'))),
      as('unpriced', call('sumForEachIf', row('unpriced'), infix('>=', row('slot'), parameter('day_slot', 'Int64')))),
      as('first', call('minForEach', row('first'))),
    ],
    from: { kind: 'query', query: slots, as: ofRows },
  };
}

/** A statement of a window, with the parameters of an evaluation. */
export type Compiled = (window: Range, params: Statement['params']) => Statement;

/** Builds the two statements of a zone, for all its budgets. */
export function closedStatements(edge: Edge, budgets: readonly Budget[], days: Compiled, hours: Compiled): Statement[] {
  const { calendar, today, open } = edge;
  const { from: midnight } = dayAt(calendar, today);
  const starts = budgets.map(({ period }) => periodAt(calendar, period, midnight).from);
  return [
    {
      ...days(closedDaysOf(edge), {
        zone: edge.zone,
        profile_from: String(edge.profileFrom),
        period_from: `[${starts.join(',')}]`,
      }),
      cacheSeconds: daysKept,
    },
    {
      ...hours(
        { from: Math.min(midnight, open - burnHours * hour), to: open },
        { rest_slot: String(restSlot(edge)), day_slot: String(daySlot(edge)) }
      ),
      cacheSeconds: hoursKept,
    },
  ];
}

const restSlot = ({ open }: Edge): number => open / slot - (burnHours * hour) / slot - 1;

/** The first slot of the open day. */
const daySlot = (edge: Edge): number => Math.max(restSlot(edge), dayAt(edge.calendar, edge.today).from / slot);

/** The closed spending of one budget. */
export interface Closed {
  /** US dollars spent on the profile's days, by cell. */
  profile: readonly number[];
  /** US dollars spent in the period that contains the open day. */
  spent: number;
  unpriced: number;
  /** The time of the first cost, in epoch milliseconds. */
  first: number;
  /** US dollars spent since the beginning of a slot, which is at most six hours before the open hour. */
  since: (moment: number) => number;
}

/** A budget with its closed spending. */
export interface ClosedBudget {
  budget: Budget;
  edge: Edge;
  closed: Closed;
}

/** Reads the answers for each of the zone's budgets. A table without rows answers with empty arrays. */
export function readClosed(
  edge: Edge,
  budgets: readonly Budget[],
  [days, hours]: readonly (Answer | undefined)[]
): ClosedBudget[] {
  const ofDays = fieldsOf(days);
  const ofHours = fieldsOf(hours);
  const places = numbers(ofDays['cells']);
  const slots = numbers(ofHours['slots']);
  return budgets.map((budget, place) => {
    const at = (list: unknown): number => Number((list as unknown[])[place] ?? 0);
    const firstOf = (list: unknown): number => Number((list as unknown[])[place] ?? neverAt);
    const costs = (ofHours['cost'] as unknown[]).map(at);
    const since = (first: number) =>
      costs.reduce((sum, cost, index) => ((slots[index] ?? 0) >= first ? sum + cost : sum), 0);
    const profile = new Array<number>(cells).fill(0);
    (ofDays['cost'] as unknown[]).forEach((cost, index) => (profile[places[index] ?? 0] = at(cost)));
    const closed: Closed = {
      profile,
      spent: at(ofDays['spent']) + since(daySlot(edge)),
      unpriced: at(ofDays['unpriced']) + at(ofHours['unpriced']),
      first: Math.min(firstOf(ofDays['first']), firstOf(ofHours['first'])),
      since: (moment) => since(moment / slot),
    };
    return { budget, edge, closed };
  });
}

const numbers = (list: unknown): number[] => (list as unknown[]).map(Number);

function fieldsOf(answer: Answer | undefined): Record<string, unknown> {
  const row = answer?.rows[0] ?? [];
  return Object.fromEntries((answer?.columns ?? []).map((name, index) => [name, row[index]]));
}
