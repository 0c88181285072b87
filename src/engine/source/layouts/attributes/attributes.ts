import type { Expression } from '../../../sql/nodes.ts';

/**
 * How a table stores the attributes of a row. Texts are '' if the row has none.
 *
 * `pairs` are all keys and all values, in the same order, which are read in one pass over the keys. If it is null, each key
 * is a column of its own, and using one only reads that column.
 */
export interface Attributes {
  pairs: Pairs | null;
  /** Reads the text of a key. */
  value: (key: string) => Expression;
  /** Array(String) of the keys for which a row has a value. */
  filled: Expression;
  /** Whether a row has one of the keys, in a form that the table's skip indexes support. `list` is the same keys, as SQL. */
  hasAnyOf: (keys: readonly string[], list: Expression) => Expression;
  /**
   * The same by keys alone, with a value or without: it reads no values, which may be a thousand times as long as keys, and no
   * skip index supports it. Left out where a table has nothing shorter.
   */
  byKeysAlone?: Pick<Attributes, 'filled' | 'hasAnyOf'>;
}

/** The pairs of a row. Up to `fewKeys` keys are read faster one by one than by a pass over all. */
export interface Pairs {
  keys: Expression;
  values: Expression;
  fewKeys: number;
}
