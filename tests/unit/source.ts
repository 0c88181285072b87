import type { SourceDescription } from '../../src/engine/source/description.ts';
import { otelMap } from '../../src/engine/source/layouts/otel-map/index.ts';

/** The collector's tables, with every column that a query may need. */
export const source: SourceDescription = {
  database: 'otel',
  layout: { id: otelMap.id, title: otelMap.title },
  traces: { path: ['otel', 'otel_traces'], columns: { ...otelMap.required, 'Events.Name': '' } },
  logs: { path: ['otel', 'otel_logs'], columns: { ...otelMap.logs?.required } },
  gauges: null,
  others: {},
};
