import type { Expression } from '../../sql/nodes.ts';
import type { FactId, SpanFactId } from '../facts.ts';
import type { RowFieldId, ScoreFieldId, SpanRowFieldId } from '../rowfields.ts';

/** The column of a row field. */
export type ReadRow<Field extends RowFieldId> = (name: Field) => Expression;

/**
 * What a formula is written with. Rows count as often as their sampling weight says; `field` is a column of the fact's
 * rows, NULL or '' where the row does not say.
 */
export interface Aggregates<Field extends RowFieldId = RowFieldId> {
  field: ReadRow<Field>;
  /** Rows, or those that satisfy the condition. */
  count: (condition?: Expression) => Expression;
  /** NULL where no row has the number. */
  sum: (value: Expression) => Expression;
  mean: (value: Expression) => Expression;
  /** Exact, interpolated between the two nearest values; sampling weights do not change it. */
  quantile: (level: number, value: Expression) => Expression;
  /** Distinct texts but ''. */
  distinct: (value: Expression) => Expression;
  ratio: (numerator: Expression, denominator: Expression) => Expression;
}

/**
 * One number that can be asked for.
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
  /** Takes the name of an evaluation. */
  perEvaluation?: true;
  /** Takes a number, such as the bound of a share: what it means, and what it is where the query does not say. */
  bound?: { title: string; unit: string; default: number };
  /** Row fields that the rows are asked for. */
  uses: readonly Field[];
  /** The row field whose values it summarises: how they are spread can be shown as well. */
  distribution?: NoInfer<Field>;
  /** Two other measures, of which this is the first over the second; it has no formula of its own then. */
  over?: readonly [string, string];
  formula: (aggregates: Aggregates<Field>, bound: Expression) => Expression;
}

/** Declares a measure whose formula names what it `uses` and nothing else: any other column is not there when it runs. */
export const ofSpans = <Id extends string, Field extends SpanRowFieldId>(
  measure: Measure<Id, Field> & { fact: SpanFactId }
): Measure<Id, Field> => measure;

export const ofScores = <Id extends string, Field extends ScoreFieldId>(
  measure: Measure<Id, Field> & { fact: 'evaluations' }
): Measure<Id, Field> => measure;
