import type { GrafanaQuery } from '../grafana.ts';
import type { ErrorState, NoDataState } from '../rule.ts';

/**
 * What is replayed: a rule as Grafana keeps it, shipped or a user's own, on its schedule. Times are epoch milliseconds,
 * durations seconds.
 */
export interface BacktestRequest {
  rule: {
    condition: string;
    data: GrafanaQuery[];
    noDataState: NoDataState;
    execErrState: ErrorState;
    for: number;
    keepFiringFor?: number | undefined;
    /** Evaluations without a series that was there, until it resolves; Grafana's default is 2. */
    missingSeriesEvalsToResolve?: number | undefined;
  };
  from: number;
  to: number;
  /** Seconds between evaluations. */
  interval: number;
  /** Times in which the rule should have fired; with labels only those instances. */
  incidents?: Incident[] | undefined;
  /** Values to try of numbers in the condition, each by itself: which comparison (its place in the condition) and the values. */
  grid?: { comparison: number; values: number[] }[] | undefined;
  /** The refId to draw, at most `points` values an instance. */
  chart?: { refId: string; points: number } | undefined;
}

export interface Incident {
  from: number;
  to: number;
  labels?: Record<string, string> | undefined;
}

/** States of Grafana's state manager, as its history names them. */
export type State = 'Normal' | 'Pending' | 'Alerting' | 'Recovering' | 'NoData' | 'Error';

/** The state from an evaluation on; `reason` as in Grafana: NoData, MissingSeries, KeepLast, ... */
export interface Change {
  at: number;
  state: State;
  reason: string;
}

export interface Firing {
  start: number;
  /** null: it still fires at the end. */
  end: number | null;
  /** The farthest value of the chart's refId while it fired, in the direction of the condition. */
  peak: number | null;
}

/** One label set. */
export interface Instance {
  labels: Record<string, string>;
  changes: Change[];
  firings: Firing[];
  firingSeconds: number;
  /** Firings that began within ten minutes of the end of the one before. */
  flaps: number;
}

/** What a value of a number would have done. */
export interface Trial {
  value: number;
  firings: number;
  /** Incidents in which a firing began, or at most ten minutes before; and firings that belong to none. */
  caught: number;
  falseAlarms: number;
}

export interface BacktestResult {
  /** Evaluations that were replayed. `coarser` says so where they were fewer than the rule's own. */
  ticks: { first: number; interval: number; count: number; coarser: string | null };
  instances: Instance[];
  firings: number;
  firingSeconds: number;
  flaps: number;
  /** For each entry of the request's grid; `suggested` catches the marked incidents at the fewest false alarms, null where none is marked. */
  trials: { comparison: number; trials: Trial[]; suggested: number | null }[];
  /** Values over time of the instances that were highest or fired, for the chart. */
  chart: { labels: Record<string, string>; points: [at: number, value: number | null][] }[];
  /** What the user should know: scores that came late, a coarser grid, too many series. */
  notices: string[];
}
