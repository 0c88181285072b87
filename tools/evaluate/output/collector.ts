import { isSpanContextValid, TraceFlags, type Attributes } from '@opentelemetry/api';
import { ExportResultCode, type ExportResult } from '@opentelemetry/core';
import { OTLPLogExporter } from '@opentelemetry/exporter-logs-otlp-proto';
import { resourceFromAttributes } from '@opentelemetry/resources';
import type { ReadableLogRecord } from '@opentelemetry/sdk-logs';
import { SeverityNumber } from '@opentelemetry/api-logs';
import { ledgerColumns } from '../../../src/engine/evaluators/ledger.ts';
import { evaluationEvent } from '../../../src/engine/compile/evaluations/records.ts';
import { escapeArrayParameter } from '../../../src/engine/sql/escape.ts';
import { quoteIdentifier } from '../../../src/engine/sql/print.ts';
import type { Lease } from '../ledger/lease.ts';
import { attributeMap, daysAgo, hasRecord, recordAttributes, scope, service } from '../ledger/record.ts';
import type { Tables } from '../ledger/tables.ts';
import { nowOf, select, type Server } from '../server.ts';
import { collectorRefused } from './messages.ts';

/** A result as the ledger tells it. */
interface Row {
  id: string;
  /** Epoch milliseconds. */
  decided: string;
  trace: string;
  span: string;
  attributes: Record<string, string>;
}

/** Says that the collector does not take results now. */
export class Unpublished extends Error {}

/** Records of one request. */
const most = 200;

/** Sends the results of an evaluator to a collector, and marks in the ledger what it confirmed. */
export class Collector {
  readonly #exporter: OTLPLogExporter;
  readonly #resource = resourceFromAttributes({ 'service.name': service });

  constructor(url: string, timeoutSeconds: number) {
    this.#exporter = new OTLPLogExporter({ url: signalUrl(url, 'logs'), timeoutMillis: timeoutSeconds * 1000 });
  }

  /**
   * Sends the results that no collector confirmed. What was sent and could not be marked, because the worker was ended or lost its lease
   * in between, is sent again: a record has the id of its result, by which it counts once. Throws Unpublished where the collector does not take them.
   * @param days how far back they may have been decided
   */
  async publish(
    server: Server,
    { sql }: Tables,
    lease: Lease,
    evaluator: { name: string; version: string },
    days: number
  ): Promise<void> {
    const of = `FROM ${sql.results} FINAL WHERE ${hasRecord(evaluator, daysAgo(nowOf(server), days))}`;
    for (;;) {
      const rows = await select<Row>(
        server,
        [
          'SELECT Id AS id, toString(toUnixTimestamp64Milli(Decided)) AS decided, TraceId AS trace, SpanId AS span,',
          `  ${attributeMap(recordAttributes)} AS attributes ${of} AND Published IS NULL ORDER BY Decided LIMIT ${most}`,
        ].join('\n')
      );
      if (rows.length === 0) {
        return;
      }
      await this.#send(rows.map((row) => this.#recordOf(row)));
      const names = Object.keys(ledgerColumns);
      const marked: Record<string, string> = { Published: nowOf(server), Turn: 'Turn + 1' };
      await lease.write(
        [
          `INSERT INTO ${sql.results} (${names.map(quoteIdentifier).join(', ')})`,
          `SELECT ${names.map((name) => marked[name] ?? quoteIdentifier(name)).join(', ')}`,
          `${of} AND Id IN {ids:Array(String)} AND ${lease.condition()}`,
        ].join('\n'),
        { ids: escapeArrayParameter(rows.map(({ id }) => id)) }
      );
    }
  }

  close(): Promise<void> {
    return this.#exporter.shutdown();
  }

  async #send(records: ReadableLogRecord[]): Promise<void> {
    const { code, error } = await new Promise<ExportResult>((done) => this.#exporter.export(records, done));
    if (code !== ExportResultCode.SUCCESS) {
      throw new Unpublished(collectorRefused(error));
    }
  }

  #recordOf({ decided, trace, span, attributes }: Row): ReadableLogRecord {
    const time: [number, number] = [Math.floor(Number(decided) / 1000), (Number(decided) % 1000) * 1e6];
    const spanContext = { traceId: trace, spanId: span, traceFlags: TraceFlags.SAMPLED };
    return {
      hrTime: time,
      hrTimeObserved: time,
      // Ids of a table of one's own may be none of OpenTelemetry's.
      ...(isSpanContextValid(spanContext) ? { spanContext } : {}),
      severityNumber: SeverityNumber.INFO,
      severityText: 'INFO',
      resource: this.#resource,
      instrumentationScope: { name: scope },
      attributes: { 'event.name': evaluationEvent, ...typed(attributes) },
      droppedAttributesCount: 0,
    };
  }
}

export const signalUrl = (url: string, signal: 'logs' | 'traces' | 'metrics'): string =>
  `${url.replace(/\/+$/, '')}/v1/${signal}`;

/** Attributes with the types that the conventions give them. */
const typed = (attributes: Readonly<Record<string, string>>): Attributes =>
  Object.fromEntries(
    Object.entries(attributes).map(([key, value]) => [key, numbers.has(key) ? Number(value) : flag(key, value)])
  );

const numbers = new Set(['gen_ai.evaluation.score.value', 'genai_evaluator.sample.rate']);
const flag = (key: string, value: string): string | boolean =>
  key === 'genai_evaluator.passed' ? value === 'true' : value;
