import type { FieldId } from '../catalogue/fields.ts';
import type { flatNames } from './layouts/flat/columns.ts';

/** The settings of the data source that say which tables there are and how to read them. */
export interface SourceSettings {
  database: string;
  layout: string;
  tracesTable: string;
  logsTable: string;
  gaugesTable: string;
  openlitTable: string;
  promptsTable: string;
  evaluationsTable: string;
  /** Columns of the layout `flat`, by what they are. */
  columns: Readonly<Partial<Record<(typeof flatNames)[number], string | undefined>>>;
  /** Names of the user's own tags, by canonical field. */
  tagKeys: Readonly<Partial<Record<FieldId, readonly string[] | undefined>>>;
}
