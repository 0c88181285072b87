import type { Period } from '../../engine/settings/budgets.ts';

export const budgetMessages = {
  budgets: 'Budgets',
  description:
    'How much may be spent in a calendar day, week or month, either by the whole account or by the requests that match the filters. Budgets are available to panels, alert rules and gateways.',
  add: 'Add budget',
  remove: (name: string) => `Remove budget ${name}`,
  name: 'Name',
  amount: 'Amount',
  dollars: '$',
  period: 'Period',
  periods: { day: 'Day', week: 'Week, starting Monday', month: 'Month' } satisfies Record<Period, string>,
  timezone: 'Time zone',
  soft: 'Warn at',
  hard: 'Stop at',
  shareTooltip: 'Share of the amount, such as 0.7 for 70%',
  filters: 'Only requests where',
  filtersTooltip: 'Requests must match all filters. Without filters, the budget covers the whole account.',
  addFilter: (name: string) => `Add filter to budget ${name}`,
  removeFilter: 'Remove filter',
  dimension: 'Dimension',
  operator: 'Operator',
  values: 'Values',
  valuesPlaceholder: 'Type a value',
  unfinished: (problem: string) => `Not valid yet: ${problem}`,
};
