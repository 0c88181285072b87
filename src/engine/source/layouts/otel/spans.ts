import { array, call, column, infix, lambda, number, text, type Expression } from '../../../sql/nodes.ts';
import type { TableDescription } from '../../description.ts';
import type { AllPairs, EventColumns, ShownColumns, SpanColumns } from '../layout.ts';
import { between, rowsOf } from '../rows.ts';
import type { Kept } from './kept.ts';

/** The status of failed spans: `Error` since 2024, `STATUS_CODE_ERROR` before. */
const errorStatusCodes = ['Error', 'STATUS_CODE_ERROR'];

export const commonColumns = {
  Timestamp: 'DateTime64',
  TraceId: '',
  SpanId: '',
  ServiceName: '',
  Duration: '',
  StatusCode: '',
};

/** Reads spans as the collector's exporter writes them, with either storage of attributes. */
export function otelSpans(table: TableDescription, kept: Kept): SpanColumns {
  const { columns } = table;
  const attributes = kept.attributes('SpanAttributes', columns);
  const has = (name: string, otherwise: Expression | null = null): Expression | null =>
    name in columns ? column(name) : otherwise;
  return {
    rows: rowsOf(table, between(column('Timestamp'))),
    time: column('Timestamp'),
    traceId: column('TraceId'),
    spanId: column('SpanId'),
    parentId: has('ParentSpanId'),
    name: has('SpanName'),
    service: column('ServiceName'),
    // Tables from before 2024 store the scope as an attribute.
    scope: has('ScopeName', attributes.value('otel.scope.name')),
    seconds: infix('/', column('Duration'), number(1e9)),
    failed: infix('IN', column('StatusCode'), array(errorStatusCodes.map(text))),
    statusMessage: has('StatusMessage'),
    traceState: has('TraceState'),
    attributes,
    resource: kept.attributes('ResourceAttributes', columns).value,
    events: 'Events.Name' in columns ? otelEvents(kept) : null,
    lacks: [],
    shown: otelShown(columns, kept),
  };
}

function otelShown(columns: TableDescription['columns'], kept: Kept): ShownColumns {
  const has = (name: string): Expression | null => (name in columns ? column(name) : null);
  const ofEvent = (part: keyof AllPairs): Expression =>
    call('arrayMap', lambda(['e'], kept.all(column('e'))[part]), column('Events.Attributes'));
  return {
    kind: has('SpanKind'),
    scopeVersion: has('ScopeVersion'),
    attributes: kept.all(column('SpanAttributes')),
    resource: kept.all(column('ResourceAttributes')),
    eventAttributes: 'Events.Name' in columns ? { keys: ofEvent('keys'), values: ofEvent('values') } : null,
    links: 'Links.TraceId' in columns ? { traceIds: column('Links.TraceId'), spanIds: column('Links.SpanId') } : null,
  };
}

function otelEvents(kept: Kept): EventColumns {
  const names = column('Events.Name');
  return {
    names,
    times: column('Events.Timestamp'),
    attribute: (key) => kept.ofEvents('Events.Attributes', key),
    has: (name) => call('has', names, text(name)),
  };
}
