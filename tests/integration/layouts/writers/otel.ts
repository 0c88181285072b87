import type { Span } from '../traffic.ts';
import { attributesOf, clickHouseTime, resourceOf, scope, scoreAttributes, type said } from '../writer.ts';

type Attributes = ReturnType<typeof said>;

/** The differences between the exporter's variants. */
interface Variant {
  attributes: (attributes: Attributes, span: Span) => unknown;
  errorStatus: string;
  /** Whether the scope is an attribute, as in older tables. */
  scopeInAttributes?: true;
  eventInAttributes?: true;
  keys?: true;
}

export function otelRows(spans: readonly Span[], variant: Variant): Record<string, object[]> {
  return {
    otel_traces: spans.map((span) => traceRow(span, variant)),
    otel_logs: spans.flatMap((span) => span.scores.filter(({ late }) => late).map((one) => logRow(span, one, variant))),
  };
}

function traceRow(span: Span, variant: Variant): object {
  const events = span.scores.filter(({ late }) => !late);
  const attributes = {
    ...attributesOf(span),
    ...(variant.scopeInAttributes ? { 'otel.scope.name': scope } : {}),
  };
  return {
    Timestamp: clickHouseTime(span.at),
    TraceId: span.traceId,
    SpanId: span.spanId,
    ParentSpanId: span.parentId,
    SpanName: span.name,
    SpanKind: 'Client',
    ServiceName: span.service,
    ResourceAttributes: variant.attributes(resourceOf(span), span),
    ...(variant.scopeInAttributes ? {} : { ScopeName: scope }),
    SpanAttributes: variant.attributes(attributes, span),
    ...(variant.keys ? { SpanAttributesKeys: Object.keys(attributes) } : {}),
    Duration: span.milliseconds * 1_000_000,
    StatusCode: span.errorType === '' ? 'Unset' : variant.errorStatus,
    StatusMessage: span.errorMessage,
    'Events.Timestamp': events.map(({ at }) => clickHouseTime(at)),
    'Events.Name': events.map(() => 'gen_ai.evaluation.result'),
    'Events.Attributes': events.map((one) => variant.attributes(scoreAttributes(one), span)),
  };
}

function logRow(span: Span, one: Span['scores'][number], variant: Variant): object {
  const named = variant.eventInAttributes ? { 'event.name': 'gen_ai.evaluation.result' } : {};
  return {
    Timestamp: clickHouseTime(one.at),
    TraceId: span.traceId,
    SpanId: span.spanId,
    ServiceName: 'judge',
    ResourceAttributes: variant.attributes({ 'service.name': 'judge' }, span),
    LogAttributes: variant.attributes({ ...scoreAttributes(one), ...named }, span),
    ...(variant.eventInAttributes ? {} : { EventName: 'gen_ai.evaluation.result' }),
  };
}

/** Returns the columns of a spans table; `attributes` is the type of the attribute columns. */
export const traceColumns = (attributes: string) => `
  Timestamp DateTime64(9), TraceId String, SpanId String, ParentSpanId String, TraceState String,
  SpanName LowCardinality(String), SpanKind LowCardinality(String), ServiceName LowCardinality(String),
  ResourceAttributes ${attributes}, SpanAttributes ${attributes},
  StatusCode LowCardinality(String), StatusMessage String,
  Events Nested(Timestamp DateTime64(9), Name LowCardinality(String), Attributes ${attributes}),
  Links Nested(TraceId String, SpanId String, TraceState String, Attributes ${attributes})`;

export const logColumns = (attributes: string) => `
  Timestamp DateTime64(9), TraceId String, SpanId String, TraceFlags UInt8, SeverityText LowCardinality(String),
  SeverityNumber UInt8, ServiceName LowCardinality(String), Body String,
  ResourceAttributes ${attributes}, ScopeName String, ScopeAttributes ${attributes}, LogAttributes ${attributes}`;

export const map = 'Map(LowCardinality(String), String)';

export const traceOrder =
  'ENGINE = MergeTree PARTITION BY toDate(Timestamp) ORDER BY (ServiceName, SpanName, toDateTime(Timestamp), Timestamp)';
