import type { Context } from '../compile/context/context.ts';
import { unseenColumn } from '../compile/measures/plan.ts';
import {
  call,
  column,
  from,
  infix,
  number,
  parameter,
  same,
  type Expression,
  type Output,
  type Select,
} from '../sql/nodes.ts';
import { dayAt, hour, periodAt, type Range } from './calendar.ts';
import { slot, type ClosedBudget } from './closed.ts';
import { budgetColumnIds, budgetColumns, type Inputs } from './columns.ts';
import { expectedCost } from './forecast.ts';
import { firstCost, never, ofRows, row, scopedRows, sumSince } from './rows.ts';
import type { Budget } from '../settings/budgets.ts';

/** Hours of history below which there is no forecast. */
const leastHistory = 72;

/** The parameters of the open hours' statement: arrays with one element per budget. Moments are in epoch milliseconds. */
const brought = {
  spent: 'Array(Float64)',
  unpriced: 'Array(Float64)',
  burnt_1h: 'Array(Float64)',
  burnt_6h: 'Array(Float64)',
  first: 'Array(Int64)',
  expected: 'Array(Nullable(Float64))',
  /** From when on the rows of the open hour are added to each sum. */
  spent_since: 'Array(Int64)',
  burnt_1h_since: 'Array(Int64)',
  burnt_6h_since: 'Array(Int64)',
  period_from: 'Array(Int64)',
  period_to: 'Array(Int64)',
} as const;

type Brought = keyof typeof brought;

const given = (name: Brought): Expression => parameter(`closed_${name}`, brought[name]);

/**
 * Returns one row per budget. Closed spending comes as parameters, and only the open hours are read.
 *
 *   requests of the open hours   summed for all budgets in one pass
 *     │ one row per budget
 *   sums                         with the closed ones added
 *     │
 *   columns                      columns.ts
 */
export function openHours(context: Context, budgets: readonly Budget[]): Select {
  const sums: Select = {
    kind: 'select',
    columns: [
      { as: 'open_spent', value: sumSince('cost', given('spent_since')) },
      { as: 'open_unpriced', value: sumSince('unpriced', given('spent_since')) },
      { as: 'open_burnt_1h', value: sumSince('cost', given('burnt_1h_since')) },
      { as: 'open_burnt_6h', value: sumSince('cost', given('burnt_6h_since')) },
      { as: 'open_first', value: firstCost },
      { as: 'open_unseen', value: call('sum', row('unseen')) },
    ],
    from: { kind: 'query', query: scopedRows(context, budgets), as: ofRows },
  };
  const { parameters } = context;
  const numbers = (list: readonly number[]): Expression => parameters.numbers('Array(Float64)', list);
  // Without rows, the sums are empty arrays.
  const open = (name: string): Expression => call('arrayResize', column(name), number(budgets.length));
  const perBudget: Output[] = [
    { as: 'budget', value: parameters.list(budgets.map(({ name }) => name)) },
    { as: 'period', value: parameters.list(budgets.map(({ period }) => period)) },
    { as: 'in_amount', value: numbers(budgets.map(({ amount }) => amount)) },
    { as: 'in_soft', value: numbers(budgets.map(({ soft }) => soft)) },
    { as: 'in_hard', value: numbers(budgets.map(({ hard }) => hard)) },
    ...(Object.keys(brought) as Brought[]).map((name) => ({ as: `in_${name}`, value: given(name) })),
    ...['open_spent', 'open_unpriced', 'open_burnt_1h', 'open_burnt_6h'].map((name) => ({
      as: name,
      value: open(name),
    })),
    { as: 'open_first', value: call('arrayResize', column('open_first'), number(budgets.length), never) },
  ];
  return {
    kind: 'select',
    columns: [
      ...['budget', 'period'].map((name) => ({ as: name, value: column('b', name) })),
      ...['period_from', 'period_to'].map((name) => ({ as: name, value: column('b', `in_${name}`) })),
      { as: unseenColumn, value: column('b', 'open_unseen') },
      ...budgetColumnIds.map((id) => ({ as: id, value: call('toFloat64', budgetColumns[id].value(inputs)) })),
    ],
    from: {
      kind: 'query',
      query: {
        kind: 'select',
        columns: [...perBudget.map(({ as }) => as), 'open_unseen'].map(same),
        from: from(sums),
        arrayJoin: perBudget,
      },
      as: 'b',
    },
  };
}

const own = (name: string): Expression => column('b', name);
const added = (name: string): Expression => infix('+', own(`in_${name}`), own(`open_${name}`));
const end = parameter('closed_end', 'Int64');
const since = (hours: number): Expression => parameter(`closed_from_${hours}h`, 'Int64');
const hoursOf = (milliseconds: Expression): Expression => infix('/', milliseconds, number(hour));
const first = call('least', own('in_first'), own('open_first'));

const inputs: Inputs = {
  amount: own('in_amount'),
  soft: own('in_soft'),
  hard: own('in_hard'),
  spent: added('spent'),
  unpriced: added('unpriced'),
  expected: own('in_expected'),
  burnt1h: added('burnt_1h'),
  hours1h: hoursOf(infix('-', end, since(1))),
  burnt6h: added('burnt_6h'),
  hours6h: hoursOf(infix('-', end, since(6))),
  periodHours: hoursOf(infix('-', own('in_period_to'), own('in_period_from'))),
  historyHours: call('if', infix('>=', first, end), number(0), hoursOf(infix('-', end, first))),
  end: infix('/', end, number(1000)),
  periodEnd: infix('/', own('in_period_to'), number(1000)),
};

/** Computes the window of the open hours of all zones, and the parameters of its statement. */
export function openParameters(
  of: readonly ClosedBudget[],
  moment: number
): { window: Range; params: Record<string, string>; periods: Range[] } {
  const burnFrom = (hours: number): number => Math.floor((moment - hours * hour) / slot) * slot;
  const periods = of.map(({ budget, edge }) => periodAt(edge.calendar, budget.period, moment));
  const values = of.map((one, index) => broughtBy(one, periods[index] ?? { from: 0, to: 0 }, moment, burnFrom));
  const lists = (Object.keys(brought) as Brought[]).map((name) => [
    `closed_${name}`,
    `[${values.map((value) => value[name] ?? 'NULL').join(',')}]`,
  ]);
  return {
    window: { from: Math.min(...of.map(({ edge }) => edge.open)), to: moment },
    params: {
      closed_end: String(moment),
      closed_from_1h: String(burnFrom(1)),
      closed_from_6h: String(burnFrom(6)),
      ...Object.fromEntries(lists),
    },
    periods,
  };
}

function broughtBy(
  { edge, closed }: ClosedBudget,
  period: Range,
  moment: number,
  burnFrom: (hours: number) => number
): Record<Brought, number | null> {
  const midnight = dayAt(edge.calendar, edge.today).from;
  // Just after midnight, the open hour may still be yesterday's, while the period is a new one.
  const isSame = period.from <= midnight;
  const history = (moment - closed.first) / hour;
  return {
    spent: isSame ? closed.spent : 0,
    unpriced: isSame ? closed.unpriced : 0,
    burnt_1h: closed.since(burnFrom(1)),
    burnt_6h: closed.since(burnFrom(6)),
    first: closed.first,
    expected: history < leastHistory ? null : expectedCost(edge, closed, { from: moment, to: period.to }),
    spent_since: Math.max(edge.open, period.from),
    burnt_1h_since: Math.max(edge.open, burnFrom(1)),
    burnt_6h_since: Math.max(edge.open, burnFrom(6)),
    period_from: period.from,
    period_to: period.to,
  };
}
