import type { Attributes, LogRow, SpanRow } from './rows.ts';

export const clickHouseTime = (milliseconds: number, nanoseconds = 0) =>
  new Date(milliseconds).toISOString().replace('T', ' ').replace('Z', String(nanoseconds).padStart(6, '0'));

let spanCount = 0;

export function span(
  milliseconds: number,
  attributes: Attributes,
  more: Partial<SpanRow> & { nanoseconds?: number } = {}
): SpanRow {
  const { nanoseconds, ...columns } = more;
  spanCount++;
  return {
    Timestamp: clickHouseTime(milliseconds, nanoseconds),
    TraceId: spanCount.toString(16).padStart(32, '0'),
    SpanId: spanCount.toString(16).padStart(16, '0'),
    ParentSpanId: '',
    TraceState: '',
    SpanName: 'chat',
    SpanKind: 'Client',
    ServiceName: 'odd',
    ResourceAttributes: {},
    ScopeName: '',
    ScopeVersion: '',
    SpanAttributes: attributes,
    Duration: 1_234_567_891,
    StatusCode: 'Unset',
    StatusMessage: '',
    'Events.Timestamp': [],
    'Events.Name': [],
    'Events.Attributes': [],
    ...columns,
  };
}

export function log(
  milliseconds: number,
  about: SpanRow | undefined,
  attributes: Attributes,
  more: Partial<LogRow> = {}
): LogRow {
  return {
    Timestamp: clickHouseTime(milliseconds),
    TraceId: about?.TraceId ?? '',
    SpanId: about?.SpanId ?? '',
    TraceFlags: 1,
    SeverityText: '',
    SeverityNumber: 9,
    ServiceName: 'judge',
    Body: '',
    ResourceAttributes: {},
    ScopeName: '',
    ScopeVersion: '',
    LogAttributes: attributes,
    EventName: 'gen_ai.evaluation.result',
    ...more,
  };
}
