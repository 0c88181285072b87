import type { Attributes, LogRow, SpanRow } from '../data/rows.ts';

/** An attribute in OTLP/JSON, which writes ids in hex, 64-bit numbers as text and enums as numbers. */
export interface KeyValue {
  key: string;
  value: { stringValue: string };
}

interface Scope {
  name: string;
  version: string;
}

const kinds: Record<SpanRow['SpanKind'], number> = { Internal: 1, Server: 2, Client: 3 };
const statuses: Record<SpanRow['StatusCode'], number> = { Unset: 0, Ok: 1, Error: 2 };

export function tracesRequest(rows: readonly SpanRow[]) {
  return {
    resourceSpans: grouped(rows).map(({ resource, scopes }) => ({
      resource: { attributes: keyValues(resource) },
      scopeSpans: scopes.map(({ scope, rows: spans }) => ({ scope, spans: spans.map(span) })),
    })),
  };
}

export function logsRequest(rows: readonly LogRow[]) {
  return {
    resourceLogs: grouped(rows).map(({ resource, scopes }) => ({
      resource: { attributes: keyValues(resource) },
      scopeLogs: scopes.map(({ scope, rows: records }) => ({ scope, logRecords: records.map(logRecord) })),
    })),
  };
}

/** Converts `2026-11-23 10:00:00.000000001`, in UTC, to nanoseconds since the epoch. */
export function unixNano(timestamp: string): string {
  const [seconds = '', fraction = ''] = timestamp.split('.');
  const epochSeconds = Date.parse(`${seconds.replace(' ', 'T')}Z`) / 1000;
  return `${epochSeconds}${fraction.padEnd(9, '0')}`;
}

function span(row: SpanRow) {
  const start = unixNano(row.Timestamp);
  return {
    traceId: row.TraceId,
    spanId: row.SpanId,
    parentSpanId: row.ParentSpanId,
    traceState: row.TraceState,
    name: row.SpanName,
    kind: kinds[row.SpanKind],
    startTimeUnixNano: start,
    endTimeUnixNano: String(BigInt(start) + BigInt(row.Duration)),
    attributes: keyValues(row.SpanAttributes),
    events: row['Events.Name'].map((name, index) => ({
      name,
      timeUnixNano: unixNano(row['Events.Timestamp'][index] ?? row.Timestamp),
      attributes: keyValues(row['Events.Attributes'][index] ?? {}),
    })),
    status: { code: statuses[row.StatusCode], message: row.StatusMessage },
  };
}

function logRecord(row: LogRow) {
  const time = unixNano(row.Timestamp);
  return {
    timeUnixNano: time,
    observedTimeUnixNano: time,
    severityNumber: row.SeverityNumber,
    severityText: row.SeverityText,
    body: { stringValue: row.Body },
    attributes: keyValues(row.LogAttributes),
    flags: row.TraceFlags,
    traceId: row.TraceId,
    spanId: row.SpanId,
    eventName: row.EventName,
  };
}

function keyValues(attributes: Attributes): KeyValue[] {
  return Object.entries(attributes).map(([key, stringValue]) => ({ key, value: { stringValue } }));
}

interface Row {
  ResourceAttributes: Attributes;
  ScopeName: string;
  ScopeVersion: string;
}

interface Group<R> {
  resource: Attributes;
  scopes: { scope: Scope; rows: R[] }[];
}

/** Groups rows by resource, and then by scope, in the order of their first row. */
function grouped<R extends Row>(rows: readonly R[]): Group<R>[] {
  const groups = new Map<string, { resource: Attributes; scopes: Map<string, { scope: Scope; rows: R[] }> }>();
  for (const row of rows) {
    const group = found(groups, JSON.stringify(row.ResourceAttributes), () => ({
      resource: row.ResourceAttributes,
      scopes: new Map<string, { scope: Scope; rows: R[] }>(),
    }));
    const scope = { name: row.ScopeName, version: row.ScopeVersion };
    found(group.scopes, JSON.stringify(scope), () => ({ scope, rows: [] as R[] })).rows.push(row);
  }
  return [...groups.values()].map(({ resource, scopes }) => ({ resource, scopes: [...scopes.values()] }));
}

function found<Value>(map: Map<string, Value>, key: string, make: () => Value): Value {
  const value = map.get(key) ?? make();
  map.set(key, value);
  return value;
}
