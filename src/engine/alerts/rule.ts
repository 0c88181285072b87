import type { MeasureQuery } from '../query/model.ts';

export type Operator = '>' | '>=' | '<' | '<=';

/** One comparison of a condition: a query's refId with the number that people tune. */
export interface Comparison {
  refId: string;
  is: Operator;
  number: number;
  /** What the number says, for the file's reader. */
  means: string;
}

export type NoDataState = 'NoData' | 'Alerting' | 'OK' | 'KeepLast';
export type ErrorState = 'Error' | 'Alerting' | 'OK' | 'KeepLast';

/** What happens without an answer, and why: Grafana's defaults differ by the way a rule is made. */
export interface Policy<State extends string> {
  state: State;
  because: string;
}

/**
 * A rule as we ship it. Templates are written as in Grafana's editor (`{{ $labels.team }}`); how a file must spell them
 * is the emitter's business.
 *
 *   { uid: 'genai-faithfulness-drop',
 *     statement: { measures: [...], groupBy: ['feature', 'team'] },
 *     show: { N: 'requests', A: 'score' },                 one refId a column, all from one statement
 *     guards: [{ refId: 'N', is: '>', number: 100 }],      enough data to judge by
 *     trigger: [{ refId: 'A', is: '<', number: 3.5 }] }    what is wrong
 */
export interface AlertRule {
  /** At most 40 characters, unique in Grafana. */
  uid: string;
  title: string;
  /** The question that the rule answers. */
  question: string;
  statement: Omit<MeasureQuery, 'select' | 'delay'>;
  /** Seconds of the window, which ends at the aligned tick. */
  window: number;
  /** Column by refId. */
  show: Record<string, string>;
  guards: Comparison[];
  trigger: Comparison[];
  /** Seconds that the condition must hold. */
  pending: number;
  noData: Policy<NoDataState>;
  execError: Policy<ErrorState>;
  labels: Record<string, string>;
  annotations: Record<string, string>;
  /** The panel that an alert opens. */
  panel: { dashboardUid: string; panelId: number };
}

/** Rules that are evaluated together. `interval` is in seconds. */
export interface RuleGroup {
  /** Name of the generated file, less its extension. */
  file: string;
  name: string;
  folder: string;
  interval: number;
  rules: AlertRule[];
}
