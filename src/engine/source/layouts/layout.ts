import type { FieldId } from '../../catalogue/fields.ts';
import type { SourceSettings as Settings } from '../settings.ts';
import type { Expression, Select } from '../../sql/nodes.ts';
import type { SourceDescription, TableDescription } from '../description.ts';
import type { Attributes } from './attributes/attributes.ts';

/** A half-open time range, with instants as DateTime64(9). */
export interface Bounds {
  from: Expression;
  to: Expression;
}

/** The clauses of a SELECT that determine its rows. */
export type Rows = Pick<Select, 'from' | 'prewhere' | 'where'>;

/**
 * How a table stores spans, as expressions over its columns. A capability that a layout lacks is `null`.
 *
 * `rows` selects the rows in the given times, in a form that the table's order and partitions support; `keys` are the
 * attributes that are needed, null for all, so that a layout joins another table only if necessary.
 */
export interface SpanColumns {
  rows: (times: readonly Bounds[], keys: readonly string[] | null) => Rows;
  /** DateTime64(9). */
  time: Expression;
  traceId: Expression | null;
  spanId: Expression | null;
  parentId: Expression | null;
  name: Expression | null;
  service: Expression | null;
  scope: Expression | null;
  /** Seconds, Float64. */
  seconds: Expression | null;
  failed: Expression | null;
  statusMessage: Expression | null;
  traceState: Expression | null;
  attributes: Attributes;
  /** Reads the text of a resource attribute, '' if there is none. */
  resource: ((key: string) => Expression) | null;
  events: EventColumns | null;
  /** Whether every row is a gen_ai span, marked or not. */
  onlyGenAi?: true;
  /** Canonical fields that no row of such a table can have. */
  lacks: readonly FieldId[];
  shown: ShownColumns;
}

/** What of a row is shown as it was written, next to what was read from it. */
export interface ShownColumns {
  /** `Client`, `SPAN_KIND_CLIENT`; null where a table has none. */
  kind: Expression | null;
  scopeVersion: Expression | null;
  attributes: AllPairs;
  resource: AllPairs | null;
  /** The attributes of each event of `events`, as Array(Array(String)). */
  eventAttributes: AllPairs | null;
  /** The spans that a row links to, as Array(String). */
  links: { traceIds: Expression; spanIds: Expression } | null;
}

/** All keys and all values of a row, in the same order: two Array(String). A key may occur twice, and a value be ''. */
export interface AllPairs {
  keys: Expression;
  values: Expression;
}

/** A row's events, as arrays of the same length. `attribute` reads the text of an attribute in every event. */
export interface EventColumns {
  names: Expression;
  times: Expression;
  attribute: (key: string) => Expression;
  /** Whether the row has an event of a name. */
  has: (name: string) => Expression;
}

/** How a table stores log records. */
export interface LogColumns {
  rows: (times: readonly Bounds[]) => Rows;
  /** DateTime64(9). */
  time: Expression;
  traceId: Expression;
  spanId: Expression;
  service: Expression;
  body: Expression | null;
  /** Null in older tables, where it is an attribute. */
  eventName: Expression | null;
  attributes: Attributes;
  resource: (key: string) => Expression;
  /** The text of its severity: `INFO`, `Error`. */
  severity: Expression | null;
  /** All of its attributes. */
  pairs: AllPairs;
}

/** How a table stores gauges. */
export interface GaugeColumns {
  rows: (times: readonly Bounds[]) => Rows;
  time: Expression;
  name: Expression;
  value: Expression;
  attributes: Attributes;
}

/** Columns that a table must have, with the beginning of their types; `''` matches any type. */
export type Required = Readonly<Record<string, string>>;

/** One role of tables in a layout, such as its logs. */
export interface TableLayout<Columns> {
  required: Required;
  columns: (table: TableDescription) => Columns;
}

/** Tables that belong to a layout, other than that of the spans, by role. */
export type Companions = Readonly<Record<string, string>>;

export interface Layout {
  id: string;
  title: string;
  /** The spans table if the settings name none. */
  table: string;
  /** Whether trace ids are 32 hexadecimal digits; otherwise they may be any text. */
  hexTraceIds?: true;
  /** The end of the name of a table with when each trace began and ended, next to that of the spans. */
  traceTimes?: string;
  /** Names of other tables in the same database. */
  companions?: Companions;
  /** Columns that every version of the layout has; a table without them has another layout. Null if it cannot be detected. */
  required: Required | null;
  spans: (source: SourceDescription, settings: Settings) => SpanColumns;
  logs?: TableLayout<LogColumns>;
  gauges?: TableLayout<GaugeColumns>;
}
