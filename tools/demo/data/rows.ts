/** String attributes, as the exporter's `Map(LowCardinality(String), String)` columns hold them. */
export type Attributes = Record<string, string>;

/** One row of `otel_traces`; keys are the column names, timestamps are UTC text with nanoseconds. */
export interface SpanRow {
  Timestamp: string;
  TraceId: string;
  SpanId: string;
  ParentSpanId: string;
  TraceState: string;
  SpanName: string;
  SpanKind: 'Server' | 'Client' | 'Internal';
  ServiceName: string;
  ResourceAttributes: Attributes;
  ScopeName: string;
  ScopeVersion: string;
  SpanAttributes: Attributes;
  /** Nanoseconds. */
  Duration: number;
  StatusCode: 'Unset' | 'Ok' | 'Error';
  StatusMessage: string;
  'Events.Timestamp': string[];
  'Events.Name': string[];
  'Events.Attributes': Attributes[];
}

/** One row of `otel_logs`. */
export interface LogRow {
  Timestamp: string;
  TraceId: string;
  SpanId: string;
  TraceFlags: number;
  SeverityText: string;
  SeverityNumber: number;
  ServiceName: string;
  Body: string;
  ResourceAttributes: Attributes;
  ScopeName: string;
  ScopeVersion: string;
  LogAttributes: Attributes;
  EventName: string;
}

/** Rows with the nanosecond, relative to T0, at which each reaches the collector. */
export interface Arrivals {
  spans: Array<{ at: number; row: SpanRow }>;
  logs: Array<{ at: number; row: LogRow }>;
}

export interface Chunk {
  spans: SpanRow[];
  logs: LogRow[];
}
