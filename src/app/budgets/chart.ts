import { dateTime, FieldType, LoadingState, type FieldConfigSource, type PanelData } from '@grafana/data';

import { messages } from './messages.ts';
import type { BudgetState } from './states.ts';

/** A moment in epoch milliseconds, and US dollars. */
export type Point = [time: number, value: number | null];

interface Drawn {
  /** What was spent since the period began, over time. */
  spent: Point[];
  state: BudgetState;
  /** Until when spending was read. */
  at: number;
}

/** Makes the data of a time series panel: spending, a line to the forecast, and the amounts to hold. */
export function forecastData({ spent, state, at }: Drawn): PanelData {
  const { period, amount, soft, forecast } = state;
  const range = { from: dateTime(period.from), to: dateTime(period.to) };
  const level = (share: number): Point[] =>
    amount === null
      ? []
      : [
          [period.from, amount * share],
          [period.to, amount * share],
        ];
  const ahead: Point[] =
    forecast === null || state.spent === null
      ? []
      : [
          [at, state.spent],
          [period.to, forecast],
        ];
  const all: [name: string, points: Point[]][] = [
    [
      messages.series.spent,
      [...spent.filter(([time]) => time < at), ...(state.spent === null ? [] : [[at, state.spent] as Point])],
    ],
    [messages.series.forecast, ahead],
    [messages.series.amount, level(1)],
    [messages.series.soft, level(soft)],
  ];
  return {
    state: LoadingState.Done,
    series: all
      .filter(([, points]) => points.length > 0)
      .map(([name, points]) => ({
        refId: name,
        length: points.length,
        fields: [
          { name: 'time', type: FieldType.time, config: {}, values: points.map(([time]) => time) },
          {
            name,
            type: FieldType.number,
            config: { displayNameFromDS: name, unit: 'currencyUSD' },
            values: points.map(([, value]) => value),
          },
        ],
      })),
    timeRange: { ...range, raw: range },
  };
}

const look = (name: string, color: string, dash: number[] | undefined, fillOpacity = 0) => ({
  matcher: { id: 'byName', options: name },
  properties: [
    { id: 'color', value: { mode: 'fixed', fixedColor: color } },
    { id: 'custom.fillOpacity', value: fillOpacity },
    ...(dash ? [{ id: 'custom.lineStyle', value: { fill: 'dash', dash } }] : []),
  ],
});

export const forecastConfig: FieldConfigSource = {
  defaults: {
    unit: 'currencyUSD',
    min: 0,
    custom: { lineWidth: 2, fillOpacity: 0, showPoints: 'never', spanNulls: true },
  },
  overrides: [
    look(messages.series.spent, 'blue', undefined, 15),
    look(messages.series.forecast, 'blue', [8, 8]),
    look(messages.series.amount, 'red', undefined),
    look(messages.series.soft, 'orange', [2, 6]),
  ],
};
