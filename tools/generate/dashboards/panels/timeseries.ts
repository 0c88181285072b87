import type { GraphDrawStyle } from '@grafana/grafana-foundation-sdk/common';
import {
  GraphDrawStyle as DrawStyle,
  LegendDisplayMode,
  LegendPlacement,
  SortOrder,
  StackingConfigBuilder,
  StackingMode,
  TooltipDisplayMode,
  VisibilityMode,
  VizLegendOptionsBuilder,
  VizTooltipOptionsBuilder,
} from '@grafana/grafana-foundation-sdk/common';
import { PanelBuilder as Timeseries } from '@grafana/grafana-foundation-sdk/timeseries';

import { measures } from '../../../../src/engine/catalogue/measures/index.ts';
import { byName, common, dashed, type MeasureSpec } from './panel.ts';

/** The columns of a legend. Its first rows are those of the series that stand out, because only a few are seen without scrolling. */
export const legends = {
  /** For sums: the largest first. */
  totals: { calcs: ['sum', 'max'], sortBy: 'Total', sortDesc: true },
  /** For what should be low: the highest first. */
  highest: { calcs: ['mean', 'max'], sortBy: 'Max', sortDesc: true },
  /** For what should be high: the lowest first. */
  lowest: { calcs: ['mean', 'min'], sortBy: 'Min', sortDesc: false },
} as const;

type Legend = (typeof legends)[keyof typeof legends];

/** The number of points, which is enough for the width of a panel: ten minutes each of a day. */
const points = 144;

/** Shows lines over time. */
export const timeseries = (
  spec: MeasureSpec,
  legend: Legend,
  placement: LegendPlacement = LegendPlacement.Bottom
): Timeseries =>
  ofShares(common(new Timeseries(), spec), spec)
    .interval('1m')
    .maxDataPoints(points)
    .min(0)
    .lineWidth(2)
    .fillOpacity(0)
    .showPoints(VisibilityMode.Auto)
    .colorScheme(byName())
    .overrideByFieldType('number', [dashed])
    .tooltip(new VizTooltipOptionsBuilder().mode(TooltipDisplayMode.Multi).sort(SortOrder.Descending).hideZeros(true))
    .legend(
      new VizLegendOptionsBuilder()
        .showLegend(true)
        .displayMode(LegendDisplayMode.Table)
        .placement(placement)
        .calcs([...legend.calcs])
        .sortBy(legend.sortBy)
        .sortDesc(legend.sortDesc)
    );

/** Gives an axis of shares an end: where all of them are 0, it went to 10,000%. */
const ofShares = (panel: Timeseries, { measure }: MeasureSpec): Timeseries =>
  measures[measure].unit === 'percentunit' ? panel.axisSoftMax(0.05) : panel;

const bars: GraphDrawStyle = DrawStyle.Bars;

/** Shows parts of a sum over time, as bars on top of each other. */
export const stacked = (spec: MeasureSpec, placement?: LegendPlacement): Timeseries =>
  timeseries(spec, legends.totals, placement)
    .maxDataPoints(96)
    .drawStyle(bars)
    .lineWidth(0)
    .fillOpacity(80)
    .stacking(new StackingConfigBuilder().mode(StackingMode.Normal).group('A'));
