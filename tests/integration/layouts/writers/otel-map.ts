import { asTexts, type Writer } from '../writer.ts';
import { logColumns, map, otelRows, traceColumns, traceOrder } from './otel.ts';

export const otelMap: Writer = {
  id: 'otel-map',
  ddl: [
    `CREATE TABLE otel_traces (${traceColumns(map)}, ScopeName String, ScopeVersion String, Duration UInt64,
      INDEX idx_span_attr_key mapKeys(SpanAttributes) TYPE bloom_filter(0.01) GRANULARITY 1) ${traceOrder}`,
    `CREATE TABLE otel_logs (${logColumns(map)}, EventName String)
      ENGINE = MergeTree PARTITION BY toDate(Timestamp) ORDER BY (toStartOfFiveMinutes(Timestamp), ServiceName, Timestamp)`,
  ],
  rows: (spans) => otelRows(spans, { attributes: asTexts, errorStatus: 'Error' }),
  settings: {},
  detected: 'otel-map',
  absent: {},
};

/** Writes tables from before 2024: no scope columns, a signed duration, the protocol's spelling of statuses, no EventName. */
export const otelMapOlder: Writer = {
  ...otelMap,
  id: 'otel-map-older',
  ddl: [
    `CREATE TABLE otel_traces (${traceColumns(map)}, Duration Int64)
      ENGINE = MergeTree PARTITION BY toDate(Timestamp)
      ORDER BY (ServiceName, SpanName, toUnixTimestamp(Timestamp), TraceId)`,
    `CREATE TABLE otel_logs (${logColumns(map)}, TimestampTime DateTime DEFAULT toDateTime(Timestamp))
      ENGINE = MergeTree PARTITION BY toDate(TimestampTime) ORDER BY (ServiceName, TimestampTime, Timestamp)`,
  ],
  rows: (spans) =>
    otelRows(spans, {
      attributes: asTexts,
      errorStatus: 'STATUS_CODE_ERROR',
      scopeInAttributes: true,
      eventInAttributes: true,
    }),
};
