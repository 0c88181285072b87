import { SpanKind, SpanStatusCode, type Attributes, type HrTime } from '@opentelemetry/api';
import { ExportResultCode } from '@opentelemetry/core';
import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace-base';
import { readSettings } from '../../../src/engine/settings/settings.ts';
import { quoteIdentifier } from '../../../src/engine/sql/print.ts';
import type { Server } from '../server.ts';
import { collectorTable, isJson, type CollectorTable } from './collectortable.ts';
import { spansMissing, spansNotLaidOut } from './messages.ts';

const needed = [
  ...['Timestamp', 'TraceId', 'SpanId', 'ParentSpanId', 'SpanName', 'SpanKind', 'ServiceName', 'ResourceAttributes'],
  ...['ScopeName', 'SpanAttributes', 'Duration', 'StatusCode'],
];

/** Writes spans into the collector's table, as its exporter would. Throws if the table is none of the collector's. */
export async function spanTable(server: Server): Promise<SpanExporter> {
  const table = await collectorTable(server, readSettings(server.settings).tracesTable, needed, {
    missing: spansMissing,
    notLaidOut: spansNotLaidOut,
  });
  return {
    export: (spans, done) => {
      insert(server, table, spans).then(
        () => done({ code: ExportResultCode.SUCCESS }),
        () => done({ code: ExportResultCode.FAILED })
      );
    },
    shutdown: () => Promise.resolve(),
  };
}

async function insert(server: Server, table: CollectorTable, spans: readonly ReadableSpan[]): Promise<void> {
  const rows = spans.map((span) => rowOf(span, table));
  const names = Object.keys(rows[0] ?? {}).map(quoteIdentifier);
  await server.write({
    sql: `INSERT INTO ${table.sql} (${names.join(', ')}) FORMAT JSONEachRow`,
    params: {},
    data: rows.map((row) => JSON.stringify(row)).join('\n'),
    settings: { date_time_input_format: 'best_effort', async_insert: 0 },
  });
}

function rowOf(span: ReadableSpan, table: CollectorTable): Record<string, unknown> {
  const { traceId, spanId } = span.spanContext();
  const attributes = (column: string, of: Attributes) =>
    isJson(table, column) ? of : Object.fromEntries(Object.entries(of).map(([key, value]) => [key, asText(value)]));
  const row: Record<string, unknown> = {
    Timestamp: isoOf(span.startTime),
    TraceId: traceId,
    SpanId: spanId,
    ParentSpanId: span.parentSpanContext?.spanId ?? '',
    SpanName: span.name,
    SpanKind: capital(SpanKind[span.kind]),
    ServiceName: asText(span.resource.attributes['service.name']),
    ResourceAttributes: attributes('ResourceAttributes', span.resource.attributes),
    ScopeName: span.instrumentationScope.name,
    SpanAttributes: attributes('SpanAttributes', span.attributes),
    Duration: nanoseconds(span.duration),
    StatusCode: capital(SpanStatusCode[span.status.code]),
    'Links.TraceId': span.links.map(({ context }) => context.traceId),
    'Links.SpanId': span.links.map(({ context }) => context.spanId),
    'Links.TraceState': span.links.map(() => ''),
    'Links.Attributes': span.links.map(() => ({})),
  };
  return Object.fromEntries(Object.entries(row).filter(([column]) => column in table.columns));
}

const nanoseconds = ([seconds, rest]: HrTime): number => seconds * 1e9 + rest;

const isoOf = ([seconds, rest]: HrTime): string =>
  `${new Date(seconds * 1000).toISOString().slice(0, 19)}.${String(rest).padStart(9, '0')}Z`;

/** `CLIENT` as the collector's exporter writes it, `Client`. */
const capital = (word = ''): string => `${word.charAt(0)}${word.slice(1).toLowerCase()}`;

const asText = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value ?? ''));
