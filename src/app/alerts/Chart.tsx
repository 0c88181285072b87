import React, { useMemo } from 'react';

import type { BacktestResult, Incident } from '../../engine/alerts/backtest/model.ts';
import type { Bound } from '../../engine/alerts/rule.ts';
import { messages } from './messages.ts';
import { panelConfig, panelData } from './panel.ts';
import type { Series } from './series.ts';
import { chartHeight, TimeSeries } from '../parts/TimeSeries.tsx';
import { useWidth } from '../parts/useWidth.ts';

interface Props {
  result: BacktestResult;
  series: Series;
  /** The bound that the drawn refId is compared with. */
  bound: Bound | undefined;
  from: number;
  to: number;
  incidents: Incident[];
}

/** Draws values over time with the threshold; firings are red, incidents blue. */
export function Chart({ result, series, bound, from, to, incidents }: Props) {
  const [element, width] = useWidth();
  const data = useMemo(() => panelData({ result, series, from, to, incidents }), [result, series, from, to, incidents]);
  const config = useMemo(() => panelConfig(series, bound), [series, bound]);
  return (
    <div ref={element} style={{ height: chartHeight }}>
      {result.chart.length === 0 ? (
        <p>{messages.noValues}</p>
      ) : (
        <TimeSeries width={width} data={data} config={config} />
      )}
    </div>
  );
}
