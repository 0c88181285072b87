import {
  HeatmapColorMode,
  HeatmapColorOptionsBuilder,
  PanelBuilder as Heatmap,
  YAxisConfigBuilder,
} from '@grafana/grafana-foundation-sdk/heatmap';

import { measures } from '../../../../src/engine/catalogue/measures/index.ts';
import { common, type MeasureSpec } from './panel.ts';

/** Shows a distribution over time, which the data source has already counted into buckets. */
export const heatmap = (spec: MeasureSpec): Heatmap =>
  common(new Heatmap(), spec)
    .interval('1m')
    .maxDataPoints(96)
    .calculate(false)
    .color(
      new HeatmapColorOptionsBuilder()
        .mode(HeatmapColorMode.Scheme)
        .scheme('Blues')
        .steps(32)
        .exponent(0.5)
        .reverse(false)
    )
    .cellGap(1)
    .yAxis(new YAxisConfigBuilder().unit(measures[spec.measure].unit))
    .showLegend();
