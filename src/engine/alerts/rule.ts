import type { DimensionId } from '../catalogue/dimensions/index.ts';
import type { PanelPlace } from './dashboards.ts';
import type { BudgetsQuery, MeasureQuery, MeasureRef } from '../query/model.ts';

export type Operator = '>' | '>=' | '<' | '<=';

/** A number of a condition that people tune, and what may be chosen. `unit` is Grafana's. */
export interface Tunable {
  /** Unique in the rule: what a config file calls it. */
  id: string;
  title: string;
  unit: string;
  number: number;
  min: number;
  max: number;
  /** What the number says, for the file's reader. */
  means: string;
}

/** A query's refId compared with a number. */
export interface Bound extends Tunable {
  refId: string;
  is: Operator;
}

/** A query's refId compared with another one: a budget's use with the budget's own limit. */
export interface Relation {
  refId: string;
  is: Operator;
  than: string;
  means: string;
}

export type Comparison = Bound | Relation;

export type NoDataState = 'NoData' | 'Alerting' | 'OK' | 'KeepLast';
export type ErrorState = 'Error' | 'Alerting' | 'OK' | 'KeepLast';

/** What happens without an answer, and why: Grafana's defaults differ by the way a rule is made. */
export interface Policy<State extends string> {
  state: State;
  because: string;
}

/** What a rule asks, less what tells its queries apart. */
export type MeasureStatement = Omit<MeasureQuery, 'select'>;
export type RuleStatement = MeasureStatement | Omit<BudgetsQuery, 'select'>;

/** What the texts of a rule can say about it as it is tuned: its window in words, and its numbers. */
export interface Told {
  window: string;
  number: (id: string) => number;
}

/** Templates as in Grafana's editor (`{{ $labels.team }}`); how a file must spell them is the emitter's business. */
export interface Texts {
  summary: string;
  description: string;
}

/**
 * A rule as we ship it.
 *
 *   { uid: 'genai-faithfulness-drop',
 *     statement: { measures: [...], groupBy: ['feature', 'team'] },
 *     show: { N: 'requests', A: 'score' },                       one refId a column, all from one statement
 *     guards: [{ id: 'requests', refId: 'N', is: '>', number: 100, ... }],      enough data to judge by
 *     trigger: [{ id: 'score', refId: 'A', is: '<', number: 3.5, ... }] }       what is wrong
 */
export interface AlertRule {
  /** At most 40 characters, unique in Grafana. */
  uid: string;
  title: string;
  /** The question that the rule answers. */
  question: string;
  statement: RuleStatement;
  /** Dimensions that it makes sense to tell its instances apart by; `labelsOf` are those that do. */
  groupable: readonly DimensionId[];
  /** Those that it is always grouped by: means over several evaluations say nothing. */
  alwaysBy?: readonly DimensionId[];
  /** Seconds of the window, which ends at the aligned tick. */
  window: number;
  /** Column by refId: those of the condition, and those that only the texts name. */
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
  /** Annotations of the user's own, in place of ours. */
  annotations?: Record<string, string>;
  /** The panel that an alert opens. */
  panel: PanelPlace;
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

export const isBound = (comparison: Comparison): comparison is Bound => 'id' in comparison;

export const comparisonsOf = ({ guards, trigger }: Pick<AlertRule, 'guards' | 'trigger'>): Comparison[] => [
  ...guards,
  ...trigger,
];

/** Every number of the rule's condition that people tune. */
export const tunablesOf = (rule: Pick<AlertRule, 'guards' | 'trigger'>): Bound[] => comparisonsOf(rule).filter(isBound);

/** Labels that tell its instances apart. */
export const labelsOf = ({ statement }: Pick<AlertRule, 'statement'>): readonly string[] =>
  statement.kind === 'measure' ? statement.groupBy : ['budget', 'period'];

export const measuresOf = ({ statement }: Pick<AlertRule, 'statement'>): readonly MeasureRef[] =>
  statement.kind === 'measure' ? statement.measures : [];
