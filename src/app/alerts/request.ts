import type { BacktestRequest, Incident } from '../../engine/alerts/backtest/model.ts';
import { grafanaRule } from '../../engine/alerts/grafana.ts';
import { comparisonsOf, isBound, type AlertRule, type Bound } from '../../engine/alerts/rule.ts';
import { valuesToTry } from './trials.ts';

export interface Question {
  rule: AlertRule;
  datasourceUid: string;
  /** Epoch milliseconds. */
  from: number;
  to: number;
  /** Seconds between evaluations. */
  interval: number;
  incidents: Incident[];
  /** The number for which to try other values. */
  tried: Bound | undefined;
  /** The refId to draw. */
  drawn: string;
}

const points = 300;

/** Builds the replay request, with the rule exactly as Grafana would keep it. */
export function backtestRequest({ rule, datasourceUid, drawn, tried, ...window }: Question): BacktestRequest {
  const { condition, data, noDataState, execErrState } = grafanaRule(rule, datasourceUid);
  const comparison = comparisonsOf(rule).findIndex((one) => isBound(one) && one.id === tried?.id);
  return {
    rule: { condition, data, noDataState, execErrState, for: rule.pending },
    ...window,
    grid: tried && comparison >= 0 ? [{ comparison, values: valuesToTry(tried) }] : [],
    chart: { refId: drawn, points },
  };
}
