import type { Expression } from '../../../sql/nodes.ts';

/**
 * How a table keeps the attributes of a row. Texts are '' where the row has none.
 *
 * `pairs` are all keys and all values, in the same order: what holds them so is read in one pass over the keys. Where it
 * is null each key is a column of its own, and asking for one reads that column only.
 */
export interface Attributes {
  pairs: Pairs | null;
  /** The text under the key. */
  value: (key: string) => Expression;
  /** Array(String) of the keys that a row has a value for. */
  filled: Expression;
  /** Whether a row has one of the keys, in the form that the table's skip indexes serve. `list` holds them for the server. */
  hasAnyOf: (keys: readonly string[], list: Expression) => Expression;
}

/** `fewKeys` is how many are asked for one by one in less time than all are looked at. */
export interface Pairs {
  keys: Expression;
  values: Expression;
  fewKeys: number;
}
