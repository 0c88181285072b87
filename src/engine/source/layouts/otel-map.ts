/**
 * The table layout of the OpenTelemetry Collector's ClickHouse exporter with Map attributes (its default).
 *
 * Columns that every version of it has; a table without them is another layout.
 */
export const requiredTraceColumns = [
  'Timestamp',
  'TraceId',
  'SpanId',
  'ServiceName',
  'ResourceAttributes',
  'SpanAttributes',
  'Duration',
  'StatusCode',
];

export const requiredLogColumns = [
  'Timestamp',
  'TraceId',
  'SpanId',
  'ServiceName',
  'ResourceAttributes',
  'LogAttributes',
];

/** Written as `Error` since 2024, as `STATUS_CODE_ERROR` before. */
export const errorStatusCodes = ['Error', 'STATUS_CODE_ERROR'];
