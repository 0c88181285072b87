import type { Expression, Source } from '../../sql/nodes.ts';
import type { TableDescription } from '../description.ts';

/**
 * How a table stores spans, as expressions over its columns. A capability that a layout lacks is `null`.
 *
 * `attributes` are the keys and the values (as text) of a row's span attributes, in the same order.
 */
export interface SpanColumns {
  from: Source;
  time: Expression;
  traceId: Expression;
  spanId: Expression;
  parentId: Expression;
  name: Expression;
  service: Expression;
  scope: Expression | null;
  /** Seconds, Float64. */
  seconds: Expression;
  failed: Expression;
  statusMessage: Expression | null;
  traceState: Expression | null;
  attributes: { keys: Expression; values: Expression };
  /** Whether a row has one of the keys, in the form that the table's skip indexes serve. */
  hasAnyOf: (keys: Expression) => Expression;
  resource: (key: string) => Expression;
  events: EventColumns | null;
}

/** A row's events, as arrays of the same length. `attribute` is the text of one in every event. */
export interface EventColumns {
  names: Expression;
  times: Expression;
  attribute: (key: string) => Expression;
}

export interface Layout {
  id: string;
  title: string;
  /** Columns that every version of the layout has; a table without them is laid out otherwise. */
  required: readonly string[];
  spans: (table: TableDescription) => SpanColumns;
}
