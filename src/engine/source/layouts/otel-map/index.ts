import { call, column, lambda, text } from '../../../sql/nodes.ts';
import { mapAttributes, pairsOfMap } from '../attributes/maps.ts';
import type { Layout } from '../layout.ts';
import type { Kept } from '../otel/kept.ts';
import { commonGaugeColumns, commonLogColumns, otelGauges, otelLogs } from '../otel/logs.ts';
import { commonColumns, otelSpans } from '../otel/spans.ts';

const kept: Kept = {
  attributes: (name) => mapAttributes(column(name)),
  ofEvents: (name, key) => call('arrayMap', lambda(['e'], call('arrayElement', column('e'), text(key))), column(name)),
  all: pairsOfMap,
};

/** The OpenTelemetry Collector's ClickHouse exporter with Map attributes, its default. */
export const otelMap: Layout = {
  id: 'otel-map',
  title: 'OpenTelemetry Collector, Map attributes',
  table: 'otel_traces',
  hexTraceIds: true,
  traceTimes: '_trace_id_ts',
  required: { ...commonColumns, ResourceAttributes: 'Map', SpanAttributes: 'Map' },
  spans: ({ traces }) => otelSpans(traces, kept),
  logs: {
    required: { ...commonLogColumns, ResourceAttributes: 'Map', LogAttributes: 'Map' },
    columns: (table) => otelLogs(table, kept),
  },
  gauges: {
    required: { ...commonGaugeColumns, Attributes: 'Map' },
    columns: (table) => otelGauges(table, kept),
  },
};
