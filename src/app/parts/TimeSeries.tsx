import type { FieldConfigSource, PanelData } from '@grafana/data';
import { PanelRenderer } from '@grafana/runtime';
import React from 'react';

/** Pixels. */
export const chartHeight = 320;

const options = {
  legend: { displayMode: 'list', placement: 'bottom', showLegend: true, calcs: [] },
  tooltip: { mode: 'multi', sort: 'desc' },
};

interface Props {
  /** Pixels; nothing is drawn before it is known. */
  width: number;
  data: PanelData;
  config: FieldConfigSource;
}

/** Draws values over time, as Grafana's own panel does. */
export const TimeSeries = ({ width, data, config }: Props) =>
  width > 0 ? (
    <PanelRenderer
      title=""
      pluginId="timeseries"
      width={width}
      height={chartHeight}
      data={data}
      options={options}
      fieldConfig={config}
    />
  ) : null;
