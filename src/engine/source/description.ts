/** What the data source's tables look like: read once from `system.columns`, kept by the host for a while. */
export interface SourceDescription {
  database: string;
  traces: TableDescription;
  /** Without it, scores come from span events alone. */
  logs: TableDescription | null;
  /** The collector's gauges, of which some may be scores. */
  gauges: TableDescription | null;
}

export interface TableDescription {
  path: string[];
  /** Type by column name. */
  columns: Record<string, string>;
}
