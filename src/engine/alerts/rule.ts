import type { DimensionId } from '../catalogue/dimensions/index.ts';
import type { PanelPlace } from './dashboards.ts';
import type { BudgetsQuery, MeasureQuery, MeasureRef } from '../query/model.ts';

export type Operator = '>' | '>=' | '<' | '<=';

/** A number of a condition that people can tune, with its bounds. `unit` is Grafana's. */
export interface Tunable {
  /** The name in configuration files, unique in the rule. */
  id: string;
  title: string;
  unit: string;
  number: number;
  min: number;
  max: number;
  /** The meaning of the number, for readers of the file. */
  means: string;
}

/** A comparison of a query's refId with a number. */
export interface Bound extends Tunable {
  refId: string;
  is: Operator;
}

/** A comparison of two refIds, such as a budget's use with the budget's own limit. */
export interface Relation {
  refId: string;
  is: Operator;
  than: string;
  means: string;
}

export type Comparison = Bound | Relation;

export type NoDataState = 'NoData' | 'Alerting' | 'OK' | 'KeepLast';
export type ErrorState = 'Error' | 'Alerting' | 'OK' | 'KeepLast';

/** What happens without a result, and why. It is explicit because Grafana's defaults differ by how a rule is created. */
export interface Policy<State extends string> {
  state: State;
  because: string;
}

/** The query of a rule, without `select`, in which the queries of its refIds differ. */
export type MeasureStatement = Omit<MeasureQuery, 'select'>;
export type RuleStatement = MeasureStatement | Omit<BudgetsQuery, 'select'>;

/** The tuned values that a rule's texts can use: its window in words, and its numbers. */
export interface Told {
  window: string;
  number: (id: string) => number;
}

/** Templates as in Grafana's editor (`{{ $labels.team }}`); the exports take care of how files must spell them. */
export interface Texts {
  summary: string;
  description: string;
}

/**
 * A shipped rule.
 *
 *   { uid: 'genai-faithfulness-drop',
 *     statement: { measures: [...], groupBy: ['feature', 'team'] },
 *     show: { N: 'requests', A: 'score' },                       one refId per column, all from one statement
 *     guards: [{ id: 'requests', refId: 'N', is: '>', number: 100, ... }],      enough data to judge by
 *     trigger: [{ id: 'score', refId: 'A', is: '<', number: 3.5, ... }] }       the problem
 */
export interface AlertRule {
  /** At most 40 characters, unique in Grafana. */
  uid: string;
  title: string;
  /** The question that the rule answers. */
  question: string;
  statement: RuleStatement;
  /** Dimensions by which it makes sense to group the rule; `labelsOf` returns the actual ones. */
  groupable: readonly DimensionId[];
  /** Dimensions by which the rule is always grouped, because a mean over several evaluations has no meaning. */
  alwaysBy?: readonly DimensionId[];
  /** Seconds of the window, which ends at the aligned tick. */
  window: number;
  /** Columns by refId: those of the condition, and those that only the texts use. */
  show: Record<string, string>;
  /** The refId whose column a chart shows. */
  value: string;
  guards: Comparison[];
  trigger: Comparison[];
  /** Seconds that the condition must hold. */
  pending: number;
  noData: Policy<NoDataState>;
  execError: Policy<ErrorState>;
  labels: Record<string, string>;
  texts: (told: Told) => Texts;
  /** The user's annotations, which replace the shipped ones. */
  annotations?: Record<string, string>;
  /** The panel that an alert opens. */
  panel: PanelPlace;
}

/** Rules that are evaluated together. `interval` is in seconds. */
export interface RuleGroup {
  /** Name of the generated file, without extension. */
  file: string;
  name: string;
  folder: string;
  interval: number;
  rules: AlertRule[];
}

export const isBound = (comparison: Comparison): comparison is Bound => 'id' in comparison;

export const comparisonsOf = ({ guards, trigger }: Pick<AlertRule, 'guards' | 'trigger'>): Comparison[] => [
  ...guards,
  ...trigger,
];

/** Lists the numbers of the rule's condition that people can tune. */
export const tunablesOf = (rule: Pick<AlertRule, 'guards' | 'trigger'>): Bound[] => comparisonsOf(rule).filter(isBound);

/** Lists the labels that distinguish the rule's instances. */
export const labelsOf = ({ statement }: Pick<AlertRule, 'statement'>): readonly string[] =>
  statement.kind === 'measure' ? statement.groupBy : ['budget', 'period'];

export const measuresOf = ({ statement }: Pick<AlertRule, 'statement'>): readonly MeasureRef[] =>
  statement.kind === 'measure' ? statement.measures : [];
