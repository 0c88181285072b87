import type { GrafanaQuery } from '../grafana.ts';
import type { ErrorState, NoDataState } from '../rule.ts';

/**
 * The rule to replay, shipped or a user's own, as Grafana keeps it, with its schedule. Times are in epoch milliseconds,
 * durations in seconds.
 */
export interface BacktestRequest {
  rule: {
    condition: string;
    data: GrafanaQuery[];
    noDataState: NoDataState;
    execErrState: ErrorState;
    for: number;
    keepFiringFor?: number | undefined;
    /** The number of evaluations without a series after which it resolves; Grafana's default is 2. */
    missingSeriesEvalsToResolve?: number | undefined;
  };
  from: number;
  to: number;
  /** Seconds between evaluations. */
  interval: number;
  /** Times when the rule should have fired; if they have labels, only those instances. */
  incidents?: Incident[] | undefined;
  /** Values to try for numbers of the condition, each on its own: the index of the comparison, and the values. */
  grid?: { comparison: number; values: number[] }[] | undefined;
  /** The refId to draw, with at most `points` values per instance. */
  chart?: { refId: string; points: number } | undefined;
}

export interface Incident {
  from: number;
  to: number;
  labels?: Record<string, string> | undefined;
}

/** The states of Grafana's state manager, as its history names them. */
export type State = 'Normal' | 'Pending' | 'Alerting' | 'Recovering' | 'NoData' | 'Error';

/** The state from an evaluation on, with Grafana's reason: NoData, MissingSeries, KeepLast, ... */
export interface Change {
  at: number;
  state: State;
  reason: string;
}

export interface Firing {
  start: number;
  /** null if it still fires at the end. */
  end: number | null;
  /** The most extreme value of the chart's refId during the firing, in the direction of the condition. */
  peak: number | null;
}

/** An alert instance, with its label set. */
export interface Instance {
  labels: Record<string, string>;
  changes: Change[];
  firings: Firing[];
  firingSeconds: number;
  /** Firings that began within ten minutes of the end of the previous one. */
  flaps: number;
}

/** What the rule would have done with another value of a number. */
export interface Trial {
  value: number;
  firings: number;
  /** Incidents during which, or up to ten minutes before which, a firing began; and firings that belong to no incident. */
  caught: number;
  falseAlarms: number;
}

export interface BacktestResult {
  /** The replayed evaluations. `coarser` says if they were fewer than the rule's own. */
  ticks: { first: number; interval: number; count: number; coarser: string | null };
  instances: Instance[];
  firings: number;
  firingSeconds: number;
  flaps: number;
  /** Results for each entry of the request's grid; `suggested` catches the marked incidents with the fewest false alarms, or is null. */
  trials: { comparison: number; trials: Trial[]; suggested: number | null }[];
  /** Values over time of the instances that fired or were highest, for the chart. */
  chart: { labels: Record<string, string>; points: [at: number, value: number | null][] }[];
  /** Notices for the user: late scores, a coarser grid, too many series. */
  notices: string[];
}
