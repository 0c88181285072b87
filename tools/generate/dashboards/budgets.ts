import type { Dashboard } from '@grafana/grafana-foundation-sdk/dashboard';

import { dashboards } from '../../../src/engine/alerts/dashboards.ts';
import { budgetColumns } from '../../../src/engine/budgets/columns.ts';
import type { NamedDimensionId } from '../../../src/engine/catalogue/dimensions/index.ts';
import { asking } from './ask.ts';
import { dashboardOf } from './dashboard.ts';
import { linkTo, ofSeries } from './links.ts';
import { narrowing } from './narrowing.ts';
import { answerTable, bars, legends, stacked, timeseries } from './panels/index.ts';
import { QueryTarget } from './query.ts';

const { panels } = dashboards.budgets;
const { series } = asking(narrowing.budgets);

const named = 8;
/** A budget has filters of its own. */
const whatever = 'The variables above change nothing here.';
const missing = 'No budgets. Define them under "Budgets" in the settings of the data source.';

/** Builds the dashboard on budgets: what is spent of each, and what will be. */
export const budgets = (): Dashboard =>
  dashboardOf('budgets', {
    description:
      'How much of each budget is spent, how fast, and when it will be used up. The variables narrow the spending below, not the budgets.',
    next: ['costAttribution', 'overview'],
    rows: [
      { title: 'Budgets', panels: [...states(), list()] },
      { title: 'Spending', panels: spending() },
    ],
  });

function states() {
  const third = { width: 12, height: 8, measure: 'cost', missing } as const;
  const share = (id: number, column: 'share_used' | 'forecast_share', title: string, description: string) =>
    bars(
      {
        ...third,
        ...{ id, title, description: `${description} ${whatever}` },
        query: new QueryTarget({ version: 1, kind: 'budgets', format: 'table', select: column }),
      },
      { name: 'Budget', value: budgetColumns[column].title, others: ['Period'] }
    )
      .unit('percentunit')
      .decimals(0);
  return [
    share(
      panels.used,
      'share_used',
      'Used',
      'Spent in the current period of each budget, as a share of its amount. The rules warn at its soft limit and call at its hard one.'
    ),
    share(
      2,
      'forecast_share',
      'Forecast for the end of the period',
      'Spent so far plus what the same hours of weekdays and weekends cost on average in the previous 28 days, as a share of the amount. It needs three days of history.'
    ),
  ];
}

function list() {
  const dollars = [
    { id: 'unit', value: 'currencyUSD' },
    { id: 'decimals', value: 2 },
  ];
  const share = [
    { id: 'unit', value: 'percentunit' },
    { id: 'decimals', value: 0 },
  ];
  const pace = [
    { id: 'unit', value: 'short' },
    { id: 'decimals', value: 1 },
  ];
  const { amount, spent, left, share_used, forecast, forecast_share, burn_1h, burn_6h, unpriced, exhausted_in } =
    budgetColumns;
  return answerTable({
    width: 24,
    height: 9,
    id: panels.budgets,
    title: 'All budgets',
    description: `Each budget in its current period, up to the end of the time range. A burn rate of 1 spends it evenly, and 2 uses it up in half the period. It is used up at the pace of the last six hours. Unpriced requests come on top. ${whatever}`,
    missing,
    query: new QueryTarget({ version: 1, kind: 'budgets', format: 'table' }),
    titles: {
      Budget: [],
      Period: [],
      [amount.title]: dollars,
      [spent.title]: dollars,
      [share_used.title]: share,
      [left.title]: dollars,
      [forecast.title]: dollars,
      [forecast_share.title]: share,
      [burn_1h.title]: pace,
      [burn_6h.title]: pace,
      [exhausted_in.title]: [{ id: 'unit', value: 's' }],
      [unpriced.title]: [{ id: 'unit', value: 'short' }],
    },
    hidden: (['soft', 'hard', 'history_hours', 'exhausted_at'] as const).map((id) => budgetColumns[id].title),
  });
}

function spending() {
  const half = { width: 12, height: 10 };
  const by = (id: number, dimension: NamedDimensionId, title: string) =>
    stacked({
      ...half,
      id,
      title,
      description: `Cost per day of the last 30 days, whatever the time range, for the ${named} that spent the most; the rest is "other".`,
      timeFrom: '30d',
      measure: 'cost',
      query: series('cost').groupBy(dimension).top(named, 'cost'),
      links: [linkTo('costAttribution', { [dimension]: ofSeries(dimension) })],
    })
      .interval('1d')
      .maxDataPoints(31);
  return [
    timeseries(
      {
        width: 24,
        height: 10,
        id: panels.month,
        title: 'Spent this month by feature',
        description: `Cost since the first of the month, added up, for the ${named} features that spent the most.`,
        timeFrom: 'now/M',
        measure: 'cost',
        query: series({ id: 'cost', as: 'month_to_date', name: 'spent' }, 'cost')
          .groupBy('feature')
          .top(named, 'cost')
          .select('spent'),
        links: [linkTo('costAttribution', { feature: ofSeries('feature') })],
      },
      legends.highest
    ).interval('1h'),
    by(5, 'team', 'Spend per day by team'),
    by(6, 'model', 'Spend per day by model'),
  ];
}
