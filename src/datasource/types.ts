import type { DataSourceJsonData } from '@grafana/data';
import type { DataQuery } from '@grafana/schema';

import type { MeasureQuery, Query, SqlQuery } from '../engine/query/model.ts';

/** On the wire: the engine's query beside what Grafana keeps on every query. */
export type GenAIQuery = DataQuery & Query;
export type GenAIMeasureQuery = DataQuery & MeasureQuery;
export type GenAISqlQuery = DataQuery & SqlQuery;

export interface Settings extends DataSourceJsonData {
  database?: string;
  username?: string;
  tracesTable?: string;
  logsTable?: string;
  delaySeconds?: number;
  evaluationLagSeconds?: number;
  limits?: { rows?: number; bytes?: number; series?: number };
}

export interface SecureSettings {
  password?: string;
}
