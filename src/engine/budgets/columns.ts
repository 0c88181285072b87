import { call, infix, nothing, number, type Expression } from '../sql/nodes.ts';

/** What the columns of a budget are made of, for one moment: US dollars, counts, hours, and epoch seconds. */
export interface Inputs {
  amount: Expression;
  soft: Expression;
  hard: Expression;
  /** Of the period so far. */
  spent: Expression;
  unpriced: Expression;
  /** What the rest of the period is expected to cost; NULL without enough history. */
  expected: Expression;
  /** Spent in about the last hour and six hours, and how long that is. */
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

const burn = (i: Inputs, burnt: Expression, hours: Expression): Expression =>
  infix('/', infix('/', burnt, hours), infix('/', i.amount, i.periodHours));

const left = (i: Inputs): Expression => infix('-', i.amount, i.spent);

const forecast = (i: Inputs): Expression => infix('+', i.spent, i.expected);

/** At the pace of the last six hours; a budget that is used up already is so at the end of the window. */
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

/** The numbers of a budget, in their order: the one place that says what each is. */
export const budgetColumns = {
  amount: {
    title: 'Budget',
    description: 'US dollars that the budget allows in a period',
    ...dollars,
    value: (i) => i.amount,
  },
  spent: {
    title: 'Spent',
    description: 'US dollars of the current period up to the end of the window; unpriced requests come on top',
    ...dollars,
    value: (i) => i.spent,
  },
  share_used: {
    title: 'Used',
    description: 'What was spent, over the budget',
    ...share,
    value: (i) => infix('/', i.spent, i.amount),
  },
  left: {
    title: 'Left',
    description: 'The budget less what was spent; below 0 when it is overdrawn',
    ...dollars,
    value: left,
  },
  forecast: {
    title: 'Forecast',
    description:
      'What will be spent at the end of the period: what was, and what the same hours of weekdays and weekends cost on average in the 28 days before; nothing with less than 3 days of history',
    ...dollars,
    value: forecast,
  },
  forecast_share: {
    title: 'Forecast share',
    description: 'The forecast over the budget',
    ...share,
    value: (i) => infix('/', forecast(i), i.amount),
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
    description: 'How fast money was spent in the last hour: 1 is the pace that uses the budget evenly over its period',
    unit: 'short',
    decimals: 2,
    value: (i) => burn(i, i.burnt1h, i.hours1h),
  },
  burn_6h: {
    title: 'Burn rate, 6 h',
    description:
      'How fast money was spent in the last six hours: 1 is the pace that uses the budget evenly over its period',
    unit: 'short',
    decimals: 2,
    value: (i) => burn(i, i.burnt6h, i.hours6h),
  },
  history_hours: {
    title: 'History',
    description: 'Hours since the first cost of the last 35 days; 0 without any',
    unit: 'h',
    decimals: 0,
    value: (i) => i.historyHours,
  },
  exhausted_at: {
    title: 'Used up at',
    description:
      'When the budget is used up at the pace of the last six hours, in epoch seconds; nothing where that is not within the period',
    unit: 'none',
    decimals: 0,
    value: exhausted,
  },
  unpriced: {
    title: 'Unpriced requests',
    description: 'Requests of the period without a cost: with any, what was spent is a lower bound',
    unit: 'short',
    decimals: 0,
    value: (i) => i.unpriced,
  },
} as const satisfies Record<string, BudgetColumn>;

export type BudgetColumnId = keyof typeof budgetColumns;

export const budgetColumnIds = Object.keys(budgetColumns) as [BudgetColumnId, ...BudgetColumnId[]];
