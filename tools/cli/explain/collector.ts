import type { HostSettings } from '../../../src/engine/host.ts';
import { readSettings } from '../../../src/engine/settings/settings.ts';
import type { SourceDescription, TableDescription } from '../../../src/engine/source/description.ts';
import type { Required } from '../../../src/engine/source/layouts/layout.ts';
import { otelMap } from '../../../src/engine/source/layouts/otel-map/index.ts';
import { tablePath } from '../../../src/engine/source/tablepath.ts';

/** Optional columns of the collector's exporter that queries read. */
const optional = {
  ParentSpanId: 'String',
  SpanName: 'String',
  ScopeName: 'String',
  StatusMessage: 'String',
  TraceState: 'String',
  'Events.Name': 'Array(String)',
};

/** Returns the tables that the OpenTelemetry Collector creates for spans and log records. */
export function collectorTables(host: HostSettings): SourceDescription {
  const settings = readSettings(host);
  const table = (name: string, columns: Required): TableDescription => ({
    path: tablePath(name, settings.database),
    columns: { ...columns },
  });
  return {
    database: settings.database,
    layout: { id: otelMap.id, title: otelMap.title },
    traces: table(settings.tracesTable, { ...otelMap.required, ...optional }),
    logs: table(settings.logsTable, { ...otelMap.logs?.required, EventName: 'String' }),
    gauges: null,
    others: {},
  };
}
