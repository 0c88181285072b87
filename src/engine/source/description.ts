/** What the data source's tables look like: read once from `system.columns`, kept by the host for a while. */
export interface SourceDescription {
  database: string;
  /** How the table of spans is laid out. */
  layout: { id: string; title: string };
  traces: TableDescription;
  /** Without it, scores come from span events alone. */
  logs: TableDescription | null;
  /** The collector's gauges, of which some may be scores. */
  gauges: TableDescription | null;
  /** Tables of other roles that are there: those that belong to a layout, and those that hold nothing but scores. */
  others: Record<string, TableDescription>;
}

export interface TableDescription {
  path: string[];
  /** Type by column name. */
  columns: Record<string, string>;
}
