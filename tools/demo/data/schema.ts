const ATTRIBUTES = 'Map(LowCardinality(String), String)';
const ZSTD = 'CODEC(ZSTD(1))';
const SETTINGS = 'SETTINGS index_granularity = 8192, ttl_only_drop_parts = 1';

const keyAndValue = (name: string, column: string) =>
  `INDEX idx_${name}_attr_key mapKeys(${column}) TYPE bloom_filter(0.01) GRANULARITY 1,
    INDEX idx_${name}_attr_value mapValues(${column}) TYPE bloom_filter(0.01) GRANULARITY 1`;

const items = (column: string) =>
  `Array(String) ALIAS arrayMap(kv -> concat(kv.1, '=', kv.2), CAST(${column}, 'Array(Tuple(String, String))'))`;

const materialized = (key: string) =>
  `\`__otel_materialized_${key}\` LowCardinality(String) MATERIALIZED ResourceAttributes['${key}'] ${ZSTD}`;

const MATERIALIZED = [
  'k8s.cluster.name',
  'k8s.container.name',
  'k8s.deployment.name',
  'k8s.namespace.name',
  'k8s.node.name',
  'k8s.pod.name',
  'k8s.pod.uid',
  'deployment.environment.name',
];

const traces = (table: string) => `CREATE TABLE IF NOT EXISTS ${table} (
    Timestamp DateTime64(9) CODEC(Delta(8), ZSTD(1)),
    TraceId String ${ZSTD},
    SpanId String ${ZSTD},
    ParentSpanId String ${ZSTD},
    TraceState String ${ZSTD},
    SpanName LowCardinality(String) ${ZSTD},
    SpanKind LowCardinality(String) ${ZSTD},
    ServiceName LowCardinality(String) ${ZSTD},
    ResourceAttributes ${ATTRIBUTES} ${ZSTD},
    ScopeName String ${ZSTD},
    ScopeVersion String ${ZSTD},
    SpanAttributes ${ATTRIBUTES} ${ZSTD},
    Duration UInt64 CODEC(T64, ZSTD(1)),
    StatusCode LowCardinality(String) ${ZSTD},
    StatusMessage String ${ZSTD},
    Events Nested (Timestamp DateTime64(9), Name LowCardinality(String), Attributes ${ATTRIBUTES}) ${ZSTD},
    Links Nested (TraceId String, SpanId String, TraceState String, Attributes ${ATTRIBUTES}) ${ZSTD},
    ResourceAttributeItems ${items('ResourceAttributes')},
    SpanAttributeItems ${items('SpanAttributes')},
    INDEX idx_trace_id TraceId TYPE bloom_filter(0.001) GRANULARITY 1,
    ${keyAndValue('res', 'ResourceAttributes')},
    ${keyAndValue('span', 'SpanAttributes')},
    INDEX idx_duration Duration TYPE minmax GRANULARITY 1,
    INDEX idx_lower_span_name lower(SpanName) TYPE tokenbf_v1(32768, 3, 0) GRANULARITY 8
) ENGINE = MergeTree()
PARTITION BY toDate(Timestamp)
PRIMARY KEY (ServiceName, SpanName, toDateTime(Timestamp))
ORDER BY (ServiceName, SpanName, toDateTime(Timestamp), Timestamp)
${SETTINGS}`;

const traceTimes = (table: string) => `CREATE TABLE IF NOT EXISTS ${table} (
    TraceId String ${ZSTD},
    Start SimpleAggregateFunction(min, DateTime) ${ZSTD},
    End SimpleAggregateFunction(max, DateTime) ${ZSTD}
) ENGINE = AggregatingMergeTree()
PARTITION BY toStartOfWeek(Start)
ORDER BY (TraceId)
${SETTINGS}`;

const traceTimesView = (
  view: string,
  to: string,
  from: string
) => `CREATE MATERIALIZED VIEW IF NOT EXISTS ${view} TO ${to}
AS SELECT TraceId, min(Timestamp) AS Start, max(Timestamp) AS End FROM ${from} WHERE TraceId != '' GROUP BY TraceId`;

const logs = (table: string) => `CREATE TABLE IF NOT EXISTS ${table} (
    Timestamp DateTime64(9) CODEC(Delta(8), ZSTD(1)),
    TraceId String ${ZSTD},
    SpanId String ${ZSTD},
    TraceFlags UInt8,
    SeverityText LowCardinality(String) ${ZSTD},
    SeverityNumber UInt8,
    ServiceName LowCardinality(String) ${ZSTD},
    Body String ${ZSTD},
    ResourceSchemaUrl LowCardinality(String) ${ZSTD},
    ResourceAttributes ${ATTRIBUTES} ${ZSTD},
    ScopeSchemaUrl LowCardinality(String) ${ZSTD},
    ScopeName String ${ZSTD},
    ScopeVersion LowCardinality(String) ${ZSTD},
    ScopeAttributes ${ATTRIBUTES} ${ZSTD},
    LogAttributes ${ATTRIBUTES} ${ZSTD},
    EventName String ${ZSTD},
    ${MATERIALIZED.map(materialized).join(',\n    ')},
    INDEX idx_trace_id TraceId TYPE bloom_filter(0.001) GRANULARITY 1,
    ${keyAndValue('res', 'ResourceAttributes')},
    ${keyAndValue('scope', 'ScopeAttributes')},
    ${keyAndValue('log', 'LogAttributes')},
    INDEX idx_lower_body lower(Body) TYPE tokenbf_v1(32768, 3, 0) GRANULARITY 8
) ENGINE = MergeTree()
PARTITION BY toDate(Timestamp)
ORDER BY (toStartOfFiveMinutes(Timestamp), ServiceName, Timestamp)
${SETTINGS}`;

/** The demo's own table, with what was loaded and how far. Times are in epoch milliseconds, UTC. */
const progress = (table: string) => `CREATE TABLE IF NOT EXISTS ${table} (
    t0 Int64,
    seed UInt32,
    genAiShare Float64,
    written Int64
) ENGINE = MergeTree() ORDER BY (t0, written)`;

/** Every table and view of the demo; dropped in reverse order. */
export const TABLES = [
  'otel_traces',
  'otel_traces_trace_id_ts',
  'otel_traces_trace_id_ts_mv',
  'otel_logs',
  'demo_load',
];

/** @returns the statements that create the collector's tables (its exporter's Map layout, with bloom filters) */
export function schema(database: string): string[] {
  const name = (table: string) => `\`${database}\`.\`${table}\``;
  return [
    `CREATE DATABASE IF NOT EXISTS \`${database}\``,
    traces(name('otel_traces')),
    traceTimes(name('otel_traces_trace_id_ts')),
    traceTimesView(name('otel_traces_trace_id_ts_mv'), name('otel_traces_trace_id_ts'), name('otel_traces')),
    logs(name('otel_logs')),
    progress(name('demo_load')),
  ];
}
