import type { DataSourceWithBackend } from '@grafana/runtime';
import type { DataSourceJsonData } from '@grafana/data';
import type { DataQuery } from '@grafana/schema';

import type { BudgetsQuery, MeasureQuery, Query, SpansQuery, SqlQuery } from '../engine/query/model.ts';
import type { SourceDescription } from '../engine/source/description.ts';
import type { Settings as EngineSettings } from '../engine/settings/settings.ts';

/** A query as it is sent: the engine's query, with the keys that Grafana adds to every query. */
export type GenAIQuery = DataQuery & Query;
export type GenAIMeasureQuery = DataQuery & MeasureQuery;
export type GenAISpansQuery = DataQuery & SpansQuery;
export type GenAIBudgetsQuery = DataQuery & BudgetsQuery;
export type GenAISqlQuery = DataQuery & SqlQuery;
/** A query whose form is a list of fields. */
export type GenAIFormQuery = DataQuery & Exclude<Query, MeasureQuery | SpansQuery | BudgetsQuery | SqlQuery>;

/** The engine's settings as they are saved; whatever is left out has its default. */
type Saved<Value> = Value extends readonly unknown[]
  ? Value
  : Value extends object
    ? { [Key in keyof Value]?: Saved<Value[Key]> }
    : Value;

export interface Settings extends DataSourceJsonData, Saved<EngineSettings> {
  username?: string;
  /** Where Grafana's trace view leads to from a span. */
  tracesToLogsV2?: { datasourceUid: string } & Readonly<Record<string, unknown>>;
  tracesToMetrics?: { datasourceUid: string } & Readonly<Record<string, unknown>>;
}

export interface SecureSettings {
  password?: string;
}

/** The data source, as seen by code that only queries it. */
export type Queried = DataSourceWithBackend<GenAIQuery, Settings> & { source: () => Promise<SourceDescription> };
