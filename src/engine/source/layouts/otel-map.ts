import { array, call, column, infix, lambda, number, table, text } from '../../sql/nodes.ts';
import type { Layout } from './layout.ts';

/** Written as `Error` since 2024, as `STATUS_CODE_ERROR` before. */
const errorStatusCodes = ['Error', 'STATUS_CODE_ERROR'];

/** The OpenTelemetry Collector's ClickHouse exporter with Map attributes, its default. */
export const otelMap: Layout = {
  id: 'otel-map',
  title: 'OpenTelemetry Collector, Map attributes',
  required: [
    'Timestamp',
    'TraceId',
    'SpanId',
    'ServiceName',
    'ResourceAttributes',
    'SpanAttributes',
    'Duration',
    'StatusCode',
  ],
  spans: ({ path, columns }) => ({
    from: table(...path),
    time: column('Timestamp'),
    traceId: column('TraceId'),
    spanId: column('SpanId'),
    parentId: 'ParentSpanId' in columns ? column('ParentSpanId') : text(''),
    name: 'SpanName' in columns ? column('SpanName') : text(''),
    service: column('ServiceName'),
    scope:
      'ScopeName' in columns
        ? column('ScopeName')
        : call('arrayElement', column('SpanAttributes'), text('otel.scope.name')),
    seconds: infix('/', column('Duration'), number(1e9)),
    failed: infix('IN', column('StatusCode'), array(errorStatusCodes.map(text))),
    statusMessage: 'StatusMessage' in columns ? column('StatusMessage') : null,
    traceState: 'TraceState' in columns ? column('TraceState') : null,
    attributes: {
      keys: call('mapKeys', column('SpanAttributes')),
      values: call('mapValues', column('SpanAttributes')),
    },
    hasAnyOf: (keys) => call('hasAny', call('mapKeys', column('SpanAttributes')), keys),
    resource: (key) => call('arrayElement', column('ResourceAttributes'), text(key)),
    events:
      'Events.Name' in columns
        ? {
            names: column('Events.Name'),
            times: column('Events.Timestamp'),
            attribute: (key) =>
              call(
                'arrayMap',
                lambda(['e'], call('arrayElement', column('e'), text(key))),
                column('Events.Attributes')
              ),
          }
        : null,
  }),
};

export const requiredLogColumns = [
  'Timestamp',
  'TraceId',
  'SpanId',
  'ServiceName',
  'ResourceAttributes',
  'LogAttributes',
];
