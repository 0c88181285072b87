import { call, column, lambda } from '../../../sql/nodes.ts';
import { jsonAttributes, jsonText, pairsOfJson } from '../attributes/json.ts';
import type { Layout } from '../layout.ts';
import type { Kept } from '../otel/kept.ts';
import { commonGaugeColumns, commonLogColumns, otelGauges, otelLogs } from '../otel/logs.ts';
import { commonColumns, otelSpans } from '../otel/spans.ts';

const kept: Kept = {
  attributes: (name, columns) => jsonAttributes(name, `${name}Keys` in columns ? column(`${name}Keys`) : null),
  ofEvents: (name, key) => call('arrayMap', lambda(['e'], jsonText(column('e'))), column(name, key)),
  all: pairsOfJson,
};

/** The OpenTelemetry Collector's ClickHouse exporter with JSON attributes (`json: true`). */
export const otelJson: Layout = {
  id: 'otel-json',
  title: 'OpenTelemetry Collector, JSON attributes',
  table: 'otel_traces',
  hexTraceIds: true,
  traceTimes: '_trace_id_ts',
  required: { ...commonColumns, ResourceAttributes: 'JSON', SpanAttributes: 'JSON' },
  spans: ({ traces }) => otelSpans(traces, kept),
  logs: {
    required: { ...commonLogColumns, ResourceAttributes: 'JSON', LogAttributes: 'JSON' },
    columns: (table) => otelLogs(table, kept),
  },
  gauges: {
    required: { ...commonGaugeColumns, Attributes: 'JSON' },
    columns: (table) => otelGauges(table, kept),
  },
};
