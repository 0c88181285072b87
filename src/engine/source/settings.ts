import type { FieldId } from '../catalogue/fields.ts';
import type { flatNames } from './layouts/flat/columns.ts';

/** The table of prices that is looked for if the settings name none. It need not exist. */
export const defaultPricesTable = 'genai_prices';

/** The data source settings that say which tables there are and how to read them. */
export interface SourceSettings {
  database: string;
  layout: string;
  tracesTable: string;
  logsTable: string;
  gaugesTable: string;
  openlitTable: string;
  promptsTable: string;
  pricesTable: string;
  callsTable: string;
  hoursTable: string;
  minutesTable: string;
  censusTable: string;
  evaluationsTable: string;
  /** The columns of the layout `flat`, by field. */
  columns: Readonly<Partial<Record<(typeof flatNames)[number], string | undefined>>>;
  /** Whether the workflow's name stands in for the feature where no tag names one. */
  featureFrom: 'tags' | 'workflow';
  /** The user's attribute names for tags, by canonical field. */
  tagKeys: Readonly<Partial<Record<FieldId, readonly string[] | undefined>>>;
}
