import type { Span } from '../traffic.ts';
import type { said, Writer } from '../writer.ts';
import { logColumns, otelRows, traceColumns, traceOrder } from './otel.ts';

/**
 * Writes attributes as another SDK would: numbers as texts, lists as JSON, a cost's key that is also the prefix of another, and a
 * prompt's text next to its name.
 */
function mixed(attributes: ReturnType<typeof said>, span: Span): object {
  if (span.service !== 'worker') {
    return attributes;
  }
  const { 'gen_ai.usage.cost': cost, 'gen_ai.prompt.name': prompt, ...rest } = attributes;
  const texts = Object.fromEntries(
    Object.entries(rest).map(([key, value]) => [key, Array.isArray(value) ? JSON.stringify(value) : String(value)])
  );
  return {
    ...texts,
    ...(prompt === undefined ? {} : { 'gen_ai.prompt': 'a text', 'gen_ai.prompt.name': prompt }),
    ...(cost === undefined ? {} : { 'gen_ai.usage.cost': 'unknown', 'gen_ai.usage.cost.amount': cost }),
  };
}

const traces = (more: string) =>
  `CREATE TABLE otel_traces (${traceColumns('JSON')}, ${more} ScopeName String, ScopeVersion String, Duration UInt64) ${traceOrder}`;
const logs = `CREATE TABLE otel_logs (${logColumns('JSON')}, EventName String)
  ENGINE = MergeTree PARTITION BY toDate(Timestamp) ORDER BY (toStartOfFiveMinutes(Timestamp), ServiceName, Timestamp)`;

export const otelJson: Writer = {
  id: 'otel-json',
  ddl: [traces(''), logs],
  rows: (spans) => otelRows(spans, { attributes: mixed, errorStatus: 'Error' }),
  settings: {},
  detected: 'otel-json',
  absent: {},
};

/** Writes tables with the exporter's columns of key names, and their index. */
export const otelJsonKeys: Writer = {
  ...otelJson,
  id: 'otel-json-keys',
  ddl: [
    traces(
      'SpanAttributesKeys Array(LowCardinality(String)), INDEX idx_keys SpanAttributesKeys TYPE bloom_filter(0.01) GRANULARITY 1,'
    ),
    logs,
  ],
  rows: (spans) =>
    otelRows(
      spans.map((span) => ({ ...span })),
      { attributes: (attributes) => attributes, errorStatus: 'Error', keys: true }
    ),
};
