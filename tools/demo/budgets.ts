/** The budgets of the demo's company; the looping order agent spends its own many times too fast. */
export const budgets = [
  { name: 'Everything', amount: 3000, period: 'month', timezone: 'Europe/Berlin' },
  {
    name: 'Order agent',
    filters: [{ dimension: 'feature', operator: 'in', values: ['order-agent'] }],
    amount: 420,
    period: 'week',
    timezone: 'Europe/Berlin',
  },
];
