import type { Arrivals, Attributes, SpanRow } from './rows.ts';

/** A sink for rows, with their time of arrival in ns relative to T0. */
export interface Sink extends Arrivals {
  /** Converts an offset in ns to the text of a timestamp. */
  time(offset: number): string;
}

export interface SpanEvent {
  at: number;
  name: string;
  attributes: Attributes;
}

/** What a span needs beyond its trace; times in ns relative to T0. */
export interface SpanSpec {
  id: string;
  parent: string;
  name: string;
  kind: SpanRow['SpanKind'];
  scope: readonly [name: string, version: string];
  start: number;
  end: number;
  attributes: Attributes;
  /** Status message of a failed span. */
  error?: string;
  events?: readonly SpanEvent[];
}

export interface Trace {
  id: string;
  service: string;
  resource: Attributes;
  sink: Sink;
}

/** Resource attributes are one object for each service and environment, shared by its rows. */
const resources = new Map<string, Attributes>();

export function resource(service: string, environment: string): Attributes {
  const key = `${service} ${environment}`;
  const found = resources.get(key) ?? {
    'service.name': service,
    'service.namespace': 'halden',
    'service.version': '2026.11.2',
    'deployment.environment.name': environment,
    'telemetry.sdk.language': 'python',
    'telemetry.sdk.name': 'opentelemetry',
  };
  resources.set(key, found);
  return found;
}

export function addSpan(trace: Trace, span: SpanSpec): void {
  const { sink } = trace;
  const events = span.events ?? [];
  sink.spans.push({
    at: span.end,
    row: {
      Timestamp: sink.time(span.start),
      TraceId: trace.id,
      SpanId: span.id,
      ParentSpanId: span.parent,
      TraceState: '',
      SpanName: span.name,
      SpanKind: span.kind,
      ServiceName: trace.service,
      ResourceAttributes: trace.resource,
      ScopeName: span.scope[0],
      ScopeVersion: span.scope[1],
      SpanAttributes: span.attributes,
      Duration: span.end - span.start,
      StatusCode: span.error === undefined ? 'Unset' : 'Error',
      StatusMessage: span.error ?? '',
      'Events.Timestamp': events.map((event) => sink.time(event.at)),
      'Events.Name': events.map((event) => event.name),
      'Events.Attributes': events.map((event) => event.attributes),
    },
  });
}
