import type { Period } from '../../engine/settings/budgets.ts';

export const budgetMessages = {
  budgets: 'Budgets',
  description:
    'What may be spent in a day, week or month of the calendar: of the whole account, or of the requests that pass the filters. Shown by queries of the kind budgets, read by alert rules, and asked by gateways.',
  add: 'Add budget',
  remove: (name: string) => `Remove budget ${name}`,
  name: 'Name',
  amount: 'Amount',
  dollars: '$',
  period: 'Period',
  periods: { day: 'Day', week: 'Week, from Monday', month: 'Month' } satisfies Record<Period, string>,
  timezone: 'Time zone',
  soft: 'Warn at',
  hard: 'Stop at',
  shareTooltip: 'Share of the amount, such as 0.7 for 70 %',
  filters: 'Only requests with',
  filtersTooltip: 'All of them must hold; without any the budget is about the whole account.',
  addFilter: (name: string) => `Add filter to budget ${name}`,
  removeFilter: 'Remove filter',
  dimension: 'Dimension',
  operator: 'Operator',
  values: 'Values',
  valuesPlaceholder: 'Type a value',
  unfinished: (problem: string) => `Not usable yet: ${problem}`,
};
