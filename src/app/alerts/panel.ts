import {
  DataTopic,
  dateTime,
  FieldType,
  LoadingState,
  ThresholdsMode,
  type DataFrame,
  type FieldConfigSource,
  type PanelData,
} from '@grafana/data';

import type { BacktestResult, Incident, Instance } from '../../engine/alerts/backtest/model.ts';
import type { Bound } from '../../engine/alerts/rule.ts';
import { formatLabels } from './format.ts';
import { messages } from './messages.ts';
import type { Series } from './series.ts';

interface Drawn {
  result: BacktestResult;
  series: Series;
  from: number;
  to: number;
  incidents: Incident[];
}

/** Converts a replay to the data of a time series panel. */
export function panelData({ result, series, from, to, incidents }: Drawn): PanelData {
  const range = { from: dateTime(from), to: dateTime(to) };
  return {
    state: LoadingState.Done,
    series: result.chart.map(({ labels, points }) => ({
      refId: series.refId,
      length: points.length,
      fields: [
        { name: 'time', type: FieldType.time, config: {}, values: points.map(([at]) => at) },
        {
          name: 'value',
          type: FieldType.number,
          config: { displayNameFromDS: formatLabels(labels), unit: series.unit },
          values: points.map(([, value]) => value),
          labels,
        },
      ],
    })),
    annotations: [
      regions(
        result.instances.flatMap((instance) => firingsOf(instance, to)),
        'red'
      ),
      regions(
        incidents.map((incident) => ({ ...incident, text: messages.incident })),
        'blue'
      ),
    ].filter(({ length }) => length > 0),
    timeRange: { ...range, raw: range },
  };
}

interface Region {
  from: number;
  to: number;
  text: string;
}

const firingsOf = ({ labels, firings }: Instance, last: number): Region[] =>
  firings.map(({ start, end }) => ({ from: start, to: end ?? last, text: messages.fired(formatLabels(labels)) }));

function regions(all: Region[], color: string): DataFrame {
  const field = <Value>(name: string, type: FieldType, value: (region: Region) => Value) => ({
    name,
    type,
    config: {},
    values: all.map(value),
  });
  return {
    length: all.length,
    meta: { dataTopic: DataTopic.Annotations },
    fields: [
      field('time', FieldType.time, ({ from }) => from),
      field('timeEnd', FieldType.time, ({ to }) => to),
      field('isRegion', FieldType.boolean, () => true),
      field('text', FieldType.string, ({ text }) => text),
      field('color', FieldType.string, () => color),
    ],
  };
}

/** Configures the panel, with the bound of the drawn value as a line that is red on the firing side. */
export function panelConfig({ unit }: Series, bound: Bound | undefined): FieldConfigSource {
  const below = bound?.is.startsWith('<');
  return {
    defaults: {
      unit,
      color: { mode: 'palette-classic' },
      ...(bound
        ? {
            thresholds: {
              mode: ThresholdsMode.Absolute,
              steps: [
                { value: -Infinity, color: below ? 'red' : 'transparent' },
                { value: bound.number, color: below ? 'transparent' : 'red' },
              ],
            },
          }
        : {}),
      custom: {
        lineWidth: 1,
        fillOpacity: 0,
        showPoints: 'never',
        spanNulls: false,
        thresholdsStyle: { mode: bound ? 'line' : 'off' },
        // Otherwise, a threshold far from the values would not be visible.
        ...(bound ? { axisSoftMin: Math.min(0, bound.number), axisSoftMax: bound.number * 1.1 } : {}),
      },
    },
    overrides: [],
  };
}
