import type { Expression } from '../../sql/nodes.ts';
import type { FactId, SpanFactId } from '../facts.ts';
import type { RowFieldId, ScoreFieldId, SpanRowFieldId } from '../rowfields.ts';

/** Returns the column of a row field. */
export type ReadRow<Field extends RowFieldId> = (name: Field) => Expression;

/**
 * The aggregates that a formula is written with. Rows count by their sampling weight; `field` is a column of the fact's
 * rows, which is NULL or '' where the row has no value.
 */
export interface Aggregates<Field extends RowFieldId = RowFieldId> {
  field: ReadRow<Field>;
  /** Counts rows, or those that satisfy the condition. */
  count: (condition?: Expression) => Expression;
  /** Is NULL where no row has the number. */
  sum: (value: Expression) => Expression;
  mean: (value: Expression) => Expression;
  /** Is exact, interpolated between the two nearest values; it ignores sampling weights. */
  quantile: (level: number, value: Expression) => Expression;
  /** Counts distinct texts, without ''. */
  distinct: (value: Expression) => Expression;
  ratio: (numerator: Expression, denominator: Expression) => Expression;
}

/**
 * A number that a query can ask for.
 *
 * `unit` is Grafana's. `none` is the value of a group without any row of the fact: a count of nothing is 0, a mean of
 * nothing does not exist. `additive` says whether the values of parts add up to the value of the whole.
 */
export interface Measure<Id extends string = string, Field extends RowFieldId = RowFieldId> {
  id: Id;
  title: string;
  description: string;
  unit: string;
  decimals?: number;
  fact: FactId;
  additive: boolean;
  none: 0 | null;
  /** Whether it takes the name of an evaluation. */
  perEvaluation?: true;
  /** A number that the measure takes, such as the bound of a share, with its meaning and default. */
  bound?: { title: string; unit: string; default: number };
  /** The row fields that the rows must have. */
  uses: readonly Field[];
  /** The row field whose values it summarises; a heatmap can show their distribution. */
  distribution?: NoInfer<Field>;
  /** Whether it needs per-call values, so that it cannot be computed from sums. */
  perCall?: true;
  /** Two other measures of which this is the ratio, instead of a formula of its own. */
  over?: readonly [string, string];
  formula: (aggregates: Aggregates<Field>, bound: Expression) => Expression;
}

/** Declares a measure whose formula may only read the fields that it `uses`, because rows have no others. */
export const ofSpans = <Id extends string, Field extends SpanRowFieldId>(
  measure: Measure<Id, Field> & { fact: SpanFactId }
): Measure<Id, Field> => measure;

export const ofScores = <Id extends string, Field extends ScoreFieldId>(
  measure: Measure<Id, Field> & { fact: 'evaluations' }
): Measure<Id, Field> => measure;
