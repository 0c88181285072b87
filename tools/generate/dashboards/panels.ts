import { PanelBuilder as BarGauge } from '@grafana/grafana-foundation-sdk/bargauge';
import {
  BarGaugeDisplayMode,
  BarGaugeNamePlacement,
  BarGaugeValueMode,
  BigValueColorMode,
  BigValueGraphMode,
  LegendDisplayMode,
  LegendPlacement,
  ReduceDataOptionsBuilder,
  SortOrder,
  TooltipDisplayMode,
  VisibilityMode,
  VizLegendOptionsBuilder,
  VizOrientation,
  VizTextDisplayOptionsBuilder,
  VizTooltipOptionsBuilder,
} from '@grafana/grafana-foundation-sdk/common';
import {
  FieldColorBuilder,
  FieldColorModeId,
  ThresholdsConfigBuilder,
  ThresholdsMode,
  type DynamicConfigValue,
  type Threshold,
} from '@grafana/grafana-foundation-sdk/dashboard';
import {
  PanelBuilder as PieChart,
  PieChartLegendOptionsBuilder,
  PieChartLegendValues,
  PieChartType,
} from '@grafana/grafana-foundation-sdk/piechart';
import {
  HeatmapColorMode,
  HeatmapColorOptionsBuilder,
  PanelBuilder as Heatmap,
  YAxisConfigBuilder,
} from '@grafana/grafana-foundation-sdk/heatmap';
import { PanelBuilder as Stat } from '@grafana/grafana-foundation-sdk/stat';
import { PanelBuilder as Table } from '@grafana/grafana-foundation-sdk/table';
import { PanelBuilder as Timeseries } from '@grafana/grafana-foundation-sdk/timeseries';

import { measures, type MeasureId } from '../../../src/engine/catalogue/measures/index.ts';
import { titleOf } from '../../../src/engine/compile/measures/plan.ts';
import { datasource, type SpansQueryBuilder, type MeasureQueryBuilder } from './query.ts';

/** What every panel has. `width` is in 24 columns, `height` in Grafana's rows of 30 pixels. */
export interface PanelSpec {
  id: number;
  title: string;
  description: string;
  query: MeasureQueryBuilder | SpansQueryBuilder;
  /** The measure whose unit applies to the panel's numbers. */
  measure: MeasureId;
  width: number;
  height: number;
}

type AnyPanel = Stat | Timeseries | PieChart | BarGauge | Table | Heatmap;

/** Shows one number. */
export const stat = (spec: PanelSpec, steps: Threshold[] = [{ value: null, color: 'text' }]) =>
  common(new Stat(), spec)
    .reduceOptions(new ReduceDataOptionsBuilder().values(false).calcs(['lastNotNull']).fields(''))
    .graphMode(BigValueGraphMode.None)
    .colorMode(BigValueColorMode.Value)
    .thresholds(new ThresholdsConfigBuilder().mode(ThresholdsMode.Absolute).steps(steps));

/** Shows lines over time. `calcs` are the columns of the legend. */
export const timeseries = (
  spec: PanelSpec,
  calcs: { calc: string; title: string }[],
  legend: LegendPlacement = LegendPlacement.Bottom
) =>
  common(new Timeseries(), spec)
    .interval('1m')
    .min(0)
    .lineWidth(2)
    .fillOpacity(0)
    .showPoints(VisibilityMode.Auto)
    .colorScheme(new FieldColorBuilder().mode(FieldColorModeId.PaletteClassic))
    .tooltip(new VizTooltipOptionsBuilder().mode(TooltipDisplayMode.Multi).sort(SortOrder.Descending).hideZeros(true))
    .legend(
      new VizLegendOptionsBuilder()
        .showLegend(true)
        .displayMode(LegendDisplayMode.Table)
        .placement(legend)
        .calcs(calcs.map(({ calc }) => calc))
        .sortBy(calcs[0]?.title ?? '')
        .sortDesc(true)
    );

/** Shows one slice per row of the answer. */
export const pie = (spec: PanelSpec) =>
  common(new PieChart(), spec)
    .pieType(PieChartType.Donut)
    .reduceOptions(everyRow())
    .overrideByFieldType('number', [namedByRow])
    .colorScheme(new FieldColorBuilder().mode(FieldColorModeId.PaletteClassic))
    .tooltip(new VizTooltipOptionsBuilder().mode(TooltipDisplayMode.Single).sort(SortOrder.None))
    .legend(
      new PieChartLegendOptionsBuilder()
        .showLegend(true)
        .displayMode(LegendDisplayMode.Table)
        .placement(LegendPlacement.Right)
        .values([PieChartLegendValues.Value, PieChartLegendValues.Percent])
    );

/** Shows one bar per row of the answer. */
export const bars = (spec: PanelSpec) =>
  common(new BarGauge(), spec)
    .orientation(VizOrientation.Horizontal)
    .displayMode(BarGaugeDisplayMode.Basic)
    .valueMode(BarGaugeValueMode.Text)
    .namePlacement(BarGaugeNamePlacement.Left)
    .showUnfilled(false)
    .text(new VizTextDisplayOptionsBuilder().titleSize(13).valueSize(14))
    .min(0)
    .noValue('unpriced')
    .reduceOptions(everyRow())
    .overrideByFieldType('number', [namedByRow])
    .colorScheme(new FieldColorBuilder().mode(FieldColorModeId.PaletteClassic));

/** Shows a distribution over time, which the data source has already counted into buckets. */
export const heatmap = (spec: PanelSpec) =>
  common(new Heatmap(), spec)
    .interval('1m')
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

/** Shows the rows of the answer; every numeric column has the unit of its measure. */
export function table(spec: Omit<PanelSpec, 'measure'>): Table {
  const panel = common(new Table(), spec)
    .showHeader(true)
    .minWidth(90)
    // Headers wrap, because "Time to first token p50" and "… p95" would be cut to the same text.
    .overrideByFieldType('number', [{ id: 'custom.wrapHeaderText', value: true }]);
  spec.query.measures.forEach((measure) => panel.overrideByName(titleOf(measure), unitOf(measure.id)));
  return panel;
}

/** Shows a bar behind the number of a table cell. */
export const dataBar: DynamicConfigValue = {
  id: 'custom.cellOptions',
  value: { type: 'gauge', mode: 'basic', valueDisplayMode: 'text' },
};

/** Names a field after its measure, and a row after its first column. */
const namedByRow: DynamicConfigValue = { id: 'displayName', value: '${__data.fields[0]}' };

/** Empty `fields` means every number. */
const everyRow = () => new ReduceDataOptionsBuilder().values(true).limit(25).calcs(['lastNotNull']).fields('');

const unitOf = (id: MeasureId): DynamicConfigValue[] => {
  const { unit, decimals } = measures[id];
  return [{ id: 'unit', value: unit }, ...(decimals === undefined ? [] : [{ id: 'decimals', value: decimals }])];
};

function common<Panel extends AnyPanel>(
  panel: Panel,
  spec: Omit<PanelSpec, 'measure'> & { measure?: MeasureId }
): Panel {
  panel
    .id(spec.id)
    .title(spec.title)
    .description(spec.description)
    .datasource(datasource)
    .withTarget(spec.query)
    .span(spec.width)
    .height(spec.height);
  const measure = spec.measure && measures[spec.measure];
  if (measure) {
    panel.unit(measure.unit);
  }
  if (measure?.decimals !== undefined) {
    panel.decimals(measure.decimals);
  }
  return panel;
}
