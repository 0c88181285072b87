import { call, infix, nothing, number, type Expression } from '../sql/nodes.ts';

/** The inputs of a budget's columns, at one moment: US dollars, counts, hours and epoch seconds. */
export interface Inputs {
  amount: Expression;
  soft: Expression;
  hard: Expression;
  /** Spent in the period so far. */
  spent: Expression;
  unpriced: Expression;
  /** The expected cost of the rest of the period; NULL without enough history. */
  expected: Expression;
  /** Spent in roughly the last hour and six hours, and the exact length of each. */
  burnt1h: Expression;
  hours1h: Expression;
  burnt6h: Expression;
  hours6h: Expression;
  periodHours: Expression;
  historyHours: Expression;
  end: Expression;
  periodEnd: Expression;
}

export interface BudgetColumn {
  title: string;
  description: string;
  unit: string;
  decimals?: number;
  value: (inputs: Inputs) => Expression;
}

/** NULL for a budget that cannot be told, because requests were made in the period and none of them has a price. */
const told = (i: Inputs, value: Expression): Expression =>
  call(
    'if',
    infix(
      'AND',
      call('isFinite', i.spent),
      infix('OR', infix('>', i.spent, number(0)), infix('=', i.unpriced, number(0)))
    ),
    value,
    nothing
  );

const burn = (i: Inputs, burnt: Expression, hours: Expression): Expression =>
  told(i, infix('/', infix('/', burnt, hours), infix('/', i.amount, i.periodHours)));

const left = (i: Inputs): Expression => infix('-', i.amount, i.spent);

const forecast = (i: Inputs): Expression => infix('+', i.spent, i.expected);

/** Assumes the pace of the last six hours. A budget that is already used up counts as used up at the end of the window. */
function exhausted(i: Inputs): Expression {
  const seconds = infix('/', infix('*', left(i), i.hours6h, number(3600)), i.burnt6h);
  const moment = infix('+', i.end, seconds);
  return call(
    'multiIf',
    infix('<=', left(i), number(0)),
    i.end,
    infix('AND', infix('>', i.burnt6h, number(0)), infix('<', moment, i.periodEnd)),
    moment,
    nothing
  );
}

const dollars = { unit: 'currencyUSD', decimals: 2 } as const;
const share = { unit: 'percentunit', decimals: 1 } as const;

/** The columns of a budget, in order, each defined only here. */
export const budgetColumns = {
  amount: {
    title: 'Amount',
    description: 'US dollars that may be spent in a period',
    ...dollars,
    value: (i) => i.amount,
  },
  spent: {
    title: 'Spent',
    description: 'US dollars spent in the current period up to the end of the window; unpriced requests come on top',
    ...dollars,
    value: (i) => i.spent,
  },
  share_used: {
    title: 'Used',
    description: 'Spent amount as a share of the budget; empty if there are requests and none of them has a price',
    ...share,
    value: (i) => told(i, infix('/', i.spent, i.amount)),
  },
  left: {
    title: 'Remaining',
    description: 'The budget minus the spent amount; negative if overspent',
    ...dollars,
    value: (i) => told(i, left(i)),
  },
  forecast: {
    title: 'Forecast',
    description:
      'Expected spending by the end of the period: the spent amount plus what the same hours of weekdays and weekends cost on average in the previous 28 days; empty with less than 3 days of history',
    ...dollars,
    value: (i) => told(i, forecast(i)),
  },
  forecast_share: {
    title: 'Forecast share',
    description: 'The forecast as a share of the budget',
    ...share,
    value: (i) => told(i, infix('/', forecast(i), i.amount)),
  },
  soft: {
    title: 'Soft limit',
    description: 'The share of the budget at which to warn',
    ...share,
    value: (i) => i.soft,
  },
  hard: {
    title: 'Hard limit',
    description: 'The share of the budget at which to stop',
    ...share,
    value: (i) => i.hard,
  },
  burn_1h: {
    title: 'Burn rate, 1 h',
    description: 'Pace of spending in the last hour: 1 spends the budget evenly over its period',
    unit: 'short',
    decimals: 2,
    value: (i) => burn(i, i.burnt1h, i.hours1h),
  },
  burn_6h: {
    title: 'Burn rate, 6 h',
    description: 'Pace of spending in the last six hours: 1 spends the budget evenly over its period',
    unit: 'short',
    decimals: 2,
    value: (i) => burn(i, i.burnt6h, i.hours6h),
  },
  history_hours: {
    title: 'History',
    description: 'Hours since the first cost in the last 35 days; 0 if there is none',
    unit: 'h',
    decimals: 0,
    value: (i) => i.historyHours,
  },
  exhausted_at: {
    title: 'Exhausted at',
    description:
      'When the budget will be used up at the pace of the last six hours, in epoch seconds; empty if not within the period',
    unit: 'none',
    decimals: 0,
    value: exhausted,
  },
  exhausted_in: {
    title: 'Exhausted in',
    description:
      'How long the budget will last at the pace of the last six hours: 0 if it is used up, empty if it lasts longer than its period',
    unit: 's',
    decimals: 0,
    value: (i) => infix('-', exhausted(i), i.end),
  },
  unpriced: {
    title: 'Unpriced requests',
    description: 'Requests in the period without a cost; if there are any, the spent amount is a lower bound',
    unit: 'short',
    decimals: 0,
    value: (i) => i.unpriced,
  },
} as const satisfies Record<string, BudgetColumn>;

export type BudgetColumnId = keyof typeof budgetColumns;

export const budgetColumnIds = Object.keys(budgetColumns) as [BudgetColumnId, ...BudgetColumnId[]];
