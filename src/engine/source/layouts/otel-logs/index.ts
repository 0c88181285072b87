import { asJson } from '../otel/asjson.ts';
import { asMaps } from '../otel/asmaps.ts';
import { commonLogColumns } from '../otel/logs.ts';
import type { Layout } from '../layout.ts';
import { recordSpans } from './spans.ts';

/**
 * The collector's table of log records, of which those are read as spans that a dialect declares in `records`: coding agents
 * write what a call used and cost in log records, with or without spans beside them.
 */
export const otelLogRecords: Layout = {
  id: 'otel-logs',
  title: 'OpenTelemetry Collector, log records',
  table: 'otel_logs',
  hexTraceIds: true,
  required: {
    ...{ ...commonLogColumns, Timestamp: 'DateTime64', SeverityText: '', Body: '' },
    ...{ ResourceAttributes: '', LogAttributes: '' },
  },
  spans: ({ traces }) => recordSpans(traces, traces.columns['LogAttributes']?.startsWith('JSON') ? asJson : asMaps),
};
