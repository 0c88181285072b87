import { PanelBuilder as BarGauge } from '@grafana/grafana-foundation-sdk/bargauge';
import {
  BarGaugeDisplayMode,
  BarGaugeNamePlacement,
  BarGaugeValueMode,
  LegendDisplayMode,
  LegendPlacement,
  ReduceDataOptionsBuilder,
  SortOrder,
  TooltipDisplayMode,
  VizOrientation,
  VizTextDisplayOptionsBuilder,
  VizTooltipOptionsBuilder,
} from '@grafana/grafana-foundation-sdk/common';
import type { DataTransformerConfig } from '@grafana/grafana-foundation-sdk/dashboard';
import {
  PanelBuilder as PieChart,
  PieChartLegendOptionsBuilder,
  PieChartLegendValues,
  PieChartType,
} from '@grafana/grafana-foundation-sdk/piechart';

import { byName, common, type MeasureSpec } from './panel.ts';

/** The columns of the answer that hold a part's name and its number, by their titles. */
export interface Parts {
  name: string;
  value: string;
  /** Columns that are not shown: they would be in the names. */
  others?: readonly string[];
}

/** Shows one slice per row of the answer. */
export const pie = (spec: MeasureSpec, parts: Parts): PieChart =>
  common(new PieChart(), spec)
    .withTransformation(asFields(parts))
    .pieType(PieChartType.Donut)
    .reduceOptions(everyField())
    .colorScheme(byName())
    .tooltip(new VizTooltipOptionsBuilder().mode(TooltipDisplayMode.Single).sort(SortOrder.None))
    .legend(
      new PieChartLegendOptionsBuilder()
        .showLegend(true)
        .displayMode(LegendDisplayMode.Table)
        .placement(LegendPlacement.Right)
        .values([PieChartLegendValues.Value, PieChartLegendValues.Percent])
    );

/** Shows one bar per row of the answer. */
export const bars = (spec: MeasureSpec, parts: Parts): BarGauge =>
  common(new BarGauge(), spec)
    .withTransformation(asFields(parts))
    .orientation(VizOrientation.Horizontal)
    .displayMode(BarGaugeDisplayMode.Basic)
    .valueMode(BarGaugeValueMode.Text)
    .namePlacement(BarGaugeNamePlacement.Left)
    .showUnfilled(false)
    .text(new VizTextDisplayOptionsBuilder().titleSize(13).valueSize(14))
    .min(0)
    // Grafana leaves out the name of a single bar, such as that of an only customer, unless one is given.
    .displayName('${__field.name}')
    .reduceOptions(everyField())
    // A sentence does not fit in a bar.
    .noValue('–')
    .colorScheme(byName());

/** Makes a field of each row: only fields have the color of their name. */
const asFields = ({ name, value, others = [] }: Parts): DataTransformerConfig => ({
  id: 'rowsToFields',
  options: {
    mappings: [
      { fieldName: name, handlerKey: 'field.name' },
      { fieldName: value, handlerKey: 'field.value' },
      ...others.map((fieldName) => ({ fieldName, handlerKey: '__ignore' })),
    ],
  },
});

const everyField = () => new ReduceDataOptionsBuilder().values(false).calcs(['lastNotNull']).fields('');
