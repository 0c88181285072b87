/** Describes the data source's tables. It is read from `system.columns`, and kept by the host for a while. */
export interface SourceDescription {
  database: string;
  /** The layout of the spans table. */
  layout: { id: string; title: string };
  traces: TableDescription;
  /** The table of log records; without it, scores only come from elsewhere, such as span events. */
  logs: TableDescription | null;
  /** The table of the collector's gauges, some of which may be scores. */
  gauges: TableDescription | null;
  /** Existing tables of other roles: those that belong to a layout, and those that only contain scores. */
  others: Record<string, TableDescription>;
}

export interface TableDescription {
  path: string[];
  /** Types, by column name. */
  columns: Record<string, string>;
}
