import type { FactId } from '../facts.ts';
import type { MadeFieldId, ReadFieldId } from '../rowfields.ts';

/**
 * A way to group or filter.
 *
 * `from` lists canonical fields, of which the first that is not empty wins; `attribute` and `resource` name one of the
 * user's attributes. A row without a value is `unknown`, so that no label is ever empty.
 */
export interface Dimension<Id extends string = string> {
  id: Id;
  title: string;
  description: string;
  from: readonly ReadFieldId[];
  /** The row field that it is computed from. */
  computed?: MadeFieldId;
  /** Whether it follows from a number of each call, so that calls that are added up do not say it. */
  perCall?: true;
  attribute?: string;
  resource?: string;
  facts: readonly FactId[];
}
