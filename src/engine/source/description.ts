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
  /** The prices of the table of prices, if there are any and the query was asked with them. */
  prices?: SyncedPrices;
  /** Why the table of prices that the settings name is not read, so that the built-in prices apply: a message to users. */
  pricesProblem?: string;
}

/** Roles of tables that hold scores, beside log records and gauges. */
export const scoreRoles = ['openlit', 'evaluations', 'langfuseScores'] as const;

/** Prices that an administrator wrote into the table of prices, which come before the built-in ones. Plain JSON. */
export interface SyncedPrices {
  /** Version of what they were taken from. */
  version: string;
  /** What they were taken from: `genai-prices`, `litellm` or a file's name. */
  source: string;
  /** When, in epoch milliseconds. */
  synced: number;
  /** The first day on which they apply, `2026-09-01`. */
  since: string;
  /** Lines of a price table: providers ("#") and models. */
  lines: string;
}

export interface TableDescription {
  path: string[];
  /** Types, by column name. */
  columns: Record<string, string>;
  /** Whether it is a view, such as one that leaves out what its readers may not see. ClickHouse has no PREWHERE for those. */
  isView?: true;
}
