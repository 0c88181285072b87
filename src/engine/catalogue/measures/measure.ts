import type { Expression } from '../../sql/nodes.ts';
import type { FactId } from '../facts.ts';

/** Columns that a formula may use: each is one value a row of the fact, NULL where the row does not say. */
export interface RowFields {
  requests: 'failed' | 'inputTokens' | 'outputTokens' | 'cost' | 'seconds' | 'timeToFirstToken';
  evaluations: 'score' | 'evaluationName';
}

/**
 * One number that can be asked for.
 *
 * `unit` is Grafana's. `none` is the value of a group without any row of the fact: a count of nothing is 0, a mean of
 * nothing does not exist. `additive` says whether the values of parts add up to the value of the whole.
 */
export interface Measure<Id extends string = string, Fact extends FactId = FactId> {
  id: Id;
  title: string;
  description: string;
  unit: string;
  decimals?: number;
  fact: Fact;
  additive: boolean;
  none: 0 | null;
  /** Takes the name of an evaluation. */
  perEvaluation?: true;
  uses: readonly RowFields[Fact][];
  formula: (field: (name: RowFields[Fact]) => Expression) => Expression;
}
