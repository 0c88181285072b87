import type { Layout } from '../layout.ts';
import { asMaps } from '../otel/asmaps.ts';
import { commonGaugeColumns, commonLogColumns, otelGauges, otelLogs } from '../otel/logs.ts';
import { commonColumns, otelSpans } from '../otel/spans.ts';

/** The OpenTelemetry Collector's ClickHouse exporter with Map attributes, its default. */
export const otelMap: Layout = {
  id: 'otel-map',
  title: 'OpenTelemetry Collector, Map attributes',
  table: 'otel_traces',
  hexTraceIds: true,
  traceTimes: '_trace_id_ts',
  required: { ...commonColumns, ResourceAttributes: 'Map', SpanAttributes: 'Map' },
  spans: ({ traces }) => otelSpans(traces, asMaps),
  logs: {
    required: { ...commonLogColumns, ResourceAttributes: 'Map', LogAttributes: 'Map' },
    columns: (table) => otelLogs(table, asMaps),
  },
  gauges: {
    required: { ...commonGaugeColumns, Attributes: 'Map' },
    columns: (table) => otelGauges(table, asMaps),
  },
};
