import type { Span } from '../traffic.ts';
import { attributesOf, clickHouseTime, resourceOf, scope, scoreAttributes, type said, type Writer } from '../writer.ts';

const maps = `attributes_string Map(LowCardinality(String), String), attributes_number Map(LowCardinality(String), Float64),
  attributes_bool Map(LowCardinality(String), Bool), resources_string Map(LowCardinality(String), String)`;

/** Separates attributes by type; lists are JSON. */
function byType(attributes: ReturnType<typeof said>) {
  const entries = Object.entries(attributes);
  const of = (type: string) => Object.fromEntries(entries.filter(([, value]) => typeof value === type));
  const lists = entries.filter(([, value]) => Array.isArray(value)).map(([key, value]) => [key, JSON.stringify(value)]);
  return {
    attributes_string: { ...of('string'), ...Object.fromEntries(lists) },
    attributes_number: of('number'),
    attributes_bool: of('boolean'),
  };
}

const bucket = (at: number) => Math.floor(at / 1_800_000) * 1800;

const traceRow = (span: Span) => ({
  ts_bucket_start: bucket(span.at),
  resource_fingerprint: span.service,
  timestamp: clickHouseTime(span.at),
  trace_id: span.traceId,
  span_id: span.spanId,
  parent_span_id: span.parentId,
  name: span.name,
  kind: 3,
  kind_string: 'Client',
  duration_nano: span.milliseconds * 1_000_000,
  status_code: span.errorType === '' ? 0 : 2,
  status_code_string: span.errorType === '' ? 'Unset' : 'Error',
  status_message: span.errorMessage,
  has_error: span.errorType !== '',
  ...byType({ ...attributesOf(span), 'otel.scope.name': scope }),
  resources_string: resourceOf(span),
  events: span.scores
    .filter(({ late }) => !late)
    .map((one) =>
      JSON.stringify({
        name: 'gen_ai.evaluation.result',
        timeUnixNano: one.at * 1_000_000,
        attributeMap: Object.fromEntries(
          Object.entries(scoreAttributes(one)).map(([key, value]) => [key, String(value)])
        ),
      })
    ),
});

const logRow = (span: Span, one: Span['scores'][number]) => ({
  ts_bucket_start: bucket(one.at),
  timestamp: `${one.at}000000`,
  trace_id: span.traceId,
  span_id: span.spanId,
  ...byType({ ...scoreAttributes(one), 'event.name': 'gen_ai.evaluation.result' }),
  resources_string: { 'service.name': 'judge' },
});

export const signoz: Writer = {
  id: 'signoz',
  ddl: [
    `CREATE TABLE signoz_index_v3 (ts_bucket_start UInt64, resource_fingerprint String, timestamp DateTime64(9),
      trace_id FixedString(32), span_id String, trace_state String, parent_span_id String, name LowCardinality(String),
      kind Int8, kind_string String, duration_nano UInt64, status_code Int16, status_message String,
      status_code_string String, ${maps}, events Array(String), links String, has_error Bool)
      ENGINE = MergeTree PARTITION BY toDate(timestamp)
      ORDER BY (ts_bucket_start, resource_fingerprint, has_error, name, timestamp)`,
    `CREATE TABLE logs_v2 (ts_bucket_start UInt64, resource_fingerprint String, timestamp UInt64, id String,
      trace_id String, span_id String, severity_text LowCardinality(String), body String, ${maps}, scope_name String)
      ENGINE = MergeTree PARTITION BY toDate(timestamp / 1000000000)
      ORDER BY (ts_bucket_start, resource_fingerprint, severity_text, timestamp, id)`,
  ],
  rows: (spans) => ({
    signoz_index_v3: spans.map(traceRow),
    logs_v2: spans.flatMap((span) => span.scores.filter(({ late }) => late).map((one) => logRow(span, one))),
  }),
  settings: { tracesTable: 'signoz_index_v3', logsTable: 'logs_v2' },
  detected: 'signoz',
  absent: {},
};
