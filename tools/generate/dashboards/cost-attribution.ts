import {
  BigValueTextMode,
  GraphDrawStyle,
  LegendPlacement,
  StackingConfigBuilder,
  StackingMode,
} from '@grafana/grafana-foundation-sdk/common';
import {
  DashboardBuilder,
  DashboardCursorSync,
  RowBuilder,
  type Dashboard,
} from '@grafana/grafana-foundation-sdk/dashboard';

import { dashboards } from '../../../src/engine/alerts/dashboards.ts';
import type { DimensionId } from '../../../src/engine/catalogue/dimensions/index.ts';
import type { MeasureId } from '../../../src/engine/catalogue/measures/index.ts';
import type { Format } from '../../../src/engine/query/model.ts';
import { bars, dataBar, pie, stat, table, timeseries } from './panels.ts';
import { MeasureQueryBuilder } from './query.ts';
import { filters, variables } from './variables.ts';

const { uid, panels } = dashboards.costAttribution;

/** Groups that a panel names before the rest becomes `other`. */
const named = 10;

const ask = (format: Format, ...measures: MeasureId[]) =>
  new MeasureQueryBuilder(format, ...measures).filters(filters());
const total = (measure: MeasureId) => ask('table', measure);
const costBy = (dimension: DimensionId) => ask('table', 'cost').groupBy(dimension).top(named, 'cost');

/** Who spends what on models: by feature, team, tier, model and prompt. */
export function costAttribution(): Dashboard {
  const dashboard = new DashboardBuilder('GenAI cost attribution')
    .uid(uid)
    .description('What calls of language models cost, and which feature, team, tier, model and prompt spends it.')
    .tags(['genai-observability'])
    .time({ from: 'now-24h', to: 'now' })
    .refresh('1m')
    .tooltip(DashboardCursorSync.Crosshair)
    .variables(variables());

  dashboard.withRow(new RowBuilder('The bill').id(101));
  totals().forEach((panel) => dashboard.withPanel(panel));
  dashboard.withRow(new RowBuilder('Who spends it').id(102));
  shares().forEach((panel) => dashboard.withPanel(panel));
  dashboard.withRow(new RowBuilder('Unit cost and tokens').id(103));
  overTime().forEach((panel) => dashboard.withPanel(panel));
  dashboard.withRow(new RowBuilder('Prompts and models').id(104));
  tables().forEach((panel) => dashboard.withPanel(panel));
  return dashboard.build();
}

function totals() {
  const size = { width: 4, height: 4 };
  return [
    stat({
      ...size,
      id: panels.totalCost,
      title: 'Total cost',
      description: 'US dollars in the time range. Calls without a cost are not in it: see unpriced requests.',
      measure: 'cost',
      query: total('cost'),
    }),
    stat({
      ...size,
      id: panels.requests,
      title: 'Requests',
      description: 'Calls of a model in the time range, failed ones included.',
      measure: 'requests',
      query: total('requests'),
    }),
    stat({
      ...size,
      id: panels.costPerRequest,
      title: 'Cost per request',
      description: 'Mean cost of the calls that have one.',
      measure: 'cost_per_request',
      query: total('cost_per_request'),
    }),
    stat(
      {
        ...size,
        id: panels.unpricedRequests,
        title: 'Unpriced requests',
        description:
          'Calls that succeeded and carry no cost. Unpriced is not free: their cost is unknown, and the real bill is higher than the total by it.',
        measure: 'unpriced_requests',
        query: total('unpriced_requests'),
      },
      [
        { value: null, color: 'text' },
        { value: 1, color: 'orange' },
      ]
    )
      .textMode(BigValueTextMode.ValueAndName)
      .overrideByFieldType('number', [{ id: 'displayName', value: 'unpriced is not free' }]),
    stat({
      ...size,
      id: panels.inputTokens,
      title: 'Input tokens',
      description: 'Tokens sent to models, as the instrumentation reported them.',
      measure: 'input_tokens',
      query: total('input_tokens'),
    }),
    stat({
      ...size,
      id: panels.outputTokens,
      title: 'Output tokens',
      description: 'Tokens that models generated, as the instrumentation reported them.',
      measure: 'output_tokens',
      query: total('output_tokens'),
    }),
  ];
}

function shares() {
  const third = { width: 8, height: 8, measure: 'cost' } as const;
  return [
    timeseries(
      {
        id: panels.spendByFeature,
        title: 'Spend over time by feature',
        description: `Cost of each bar's interval. The ${named} features that cost the most in the time range; the rest is "other".`,
        measure: 'cost',
        query: ask('timeseries', 'cost').groupBy('feature').top(named, 'cost'),
        width: 15,
        height: 10,
      },
      [{ calc: 'sum', title: 'Total' }],
      LegendPlacement.Right
    )
      .maxDataPoints(96)
      .drawStyle(GraphDrawStyle.Bars)
      .lineWidth(0)
      .fillOpacity(80)
      .stacking(new StackingConfigBuilder().mode(StackingMode.Normal).group('A')),
    pie({
      id: panels.shareByFeature,
      title: 'Share of the bill by feature',
      description: `Cost in the time range. The ${named} features that cost the most; the rest is "other".`,
      measure: 'cost',
      query: costBy('feature'),
      width: 9,
      height: 10,
    }),
    bars({
      ...third,
      id: panels.costByTeam,
      title: 'Cost by team',
      description: 'Cost in the time range, by the team that owns the feature.',
      query: costBy('team'),
    }),
    bars({
      ...third,
      id: panels.costByUserTier,
      title: 'Cost by user tier',
      description: 'Cost in the time range, by the plan of the user who caused the call.',
      query: costBy('user_tier'),
    }),
    bars({
      ...third,
      id: panels.costByModel,
      title: 'Cost by model',
      description:
        'Cost in the time range, by the model that was asked for. A model without a bar is unpriced, not free.',
      query: costBy('model'),
    }),
  ];
}

function overTime() {
  const half = { width: 12, height: 9 };
  return [
    timeseries(
      {
        ...half,
        id: panels.costPerRequestByFeature,
        title: 'Cost per request by feature',
        description: `Mean cost of the calls that have one. A step up with steady traffic is a longer prompt, a dearer model or a looping agent. The ${named} features that cost the most.`,
        measure: 'cost_per_request',
        query: ask('timeseries', 'cost_per_request', 'cost')
          .groupBy('feature')
          .top(named, 'cost')
          .select('cost_per_request'),
      },
      [
        { calc: 'mean', title: 'Mean' },
        { calc: 'max', title: 'Max' },
      ]
    ).maxDataPoints(288),
    timeseries(
      {
        ...half,
        id: panels.tokensOverTime,
        title: 'Tokens over time',
        description: 'Tokens sent and generated in each interval.',
        measure: 'input_tokens',
        query: ask('timeseries', 'input_tokens', 'output_tokens'),
      },
      [
        { calc: 'sum', title: 'Total' },
        { calc: 'max', title: 'Max' },
      ]
    )
      .maxDataPoints(288)
      .lineWidth(1)
      .fillOpacity(20),
  ];
}

function tables() {
  const height = 10;
  return [
    table({
      width: 11,
      height,
      id: panels.topPrompts,
      title: 'Top prompts by cost',
      description:
        'The 20 prompt versions that cost the most in the time range. Calls that name no prompt are "unknown".',
      query: ask('table', 'cost', 'requests', 'cost_per_request').groupBy('prompt', 'prompt_version').top(20, 'cost'),
    })
      .overrideByName('Prompt', [{ id: 'custom.minWidth', value: 140 }])
      .overrideByName('Cost', [
        dataBar,
        { id: 'min', value: 0 },
        { id: 'fieldMinMax', value: true },
        { id: 'custom.minWidth', value: 150 },
      ]),
    table({
      width: 13,
      height,
      id: panels.models,
      title: 'Models',
      description:
        'Every model with requests in the time range. A model whose calls carry no cost is unpriced, not free.',
      query: ask('table', 'cost', 'requests', 'input_tokens', 'output_tokens', 'error_rate').groupBy(
        'provider',
        'model'
      ),
    })
      .overrideByName('Model', [{ id: 'custom.minWidth', value: 170 }])
      .overrideByName('Cost', [{ id: 'noValue', value: 'unpriced' }])
      .overrideByName('Error rate', [{ id: 'decimals', value: 1 }]),
  ];
}
