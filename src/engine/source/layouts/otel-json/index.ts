import type { Layout } from '../layout.ts';
import { asJson } from '../otel/asjson.ts';
import { commonGaugeColumns, commonLogColumns, otelGauges, otelLogs } from '../otel/logs.ts';
import { commonColumns, otelSpans } from '../otel/spans.ts';

/** The OpenTelemetry Collector's ClickHouse exporter with JSON attributes (`json: true`). */
export const otelJson: Layout = {
  id: 'otel-json',
  title: 'OpenTelemetry Collector, JSON attributes',
  table: 'otel_traces',
  hexTraceIds: true,
  traceTimes: '_trace_id_ts',
  required: { ...commonColumns, ResourceAttributes: 'JSON', SpanAttributes: 'JSON' },
  spans: ({ traces }) => otelSpans(traces, asJson),
  logs: {
    required: { ...commonLogColumns, ResourceAttributes: 'JSON', LogAttributes: 'JSON' },
    columns: (table) => otelLogs(table, asJson),
  },
  gauges: {
    required: { ...commonGaugeColumns, Attributes: 'JSON' },
    columns: (table) => otelGauges(table, asJson),
  },
};
