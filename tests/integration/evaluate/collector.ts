import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import root from '@opentelemetry/otlp-transformer/build/src/generated/root.js';
import type { Host } from '../engine/support.ts';
import { read } from './judge.ts';

// A collector that takes OTLP over HTTP, and writes log records into ClickHouse as the real one would.

type Said = Record<string, string | number | boolean>;

export interface Taken {
  trace: string;
  span: string;
  /** Nanoseconds since 1970. */
  at: string;
  resource: Said;
  scope: string;
  attributes: Said;
}

export interface FakeCollector {
  url: string;
  /** What was taken, with repetitions. */
  logs: Taken[];
  spans: Taken[];
  /** The latest value of each gauge. */
  gauges: Map<string, number>;
  /** The status of the next answer, by its path; what is answered with another than 200 is taken all the same if `isTaken` says so. */
  answer: (path: string) => { status: number; isTaken: boolean };
  close: () => Promise<void>;
}

interface Value {
  stringValue?: string;
  doubleValue?: number;
  intValue?: string;
  boolValue?: boolean;
  arrayValue?: { values: Value[] };
}
type Pairs = { key: string; value: Value }[];
interface Item {
  traceId?: number[];
  spanId?: number[];
  timeUnixNano?: string;
  startTimeUnixNano?: string;
  attributes?: Pairs;
  name?: string;
  gauge?: { dataPoints: { asDouble?: number; asInt?: string }[] };
}
interface Scoped {
  scope: { name: string };
  logRecords?: Item[];
  spans?: Item[];
  metrics?: Item[];
}
interface OfResource {
  resource: { attributes: Pairs };
  scopeLogs?: Scoped[];
  scopeSpans?: Scoped[];
  scopeMetrics?: Scoped[];
}
interface Message {
  resourceLogs?: OfResource[];
  resourceSpans?: OfResource[];
  resourceMetrics?: OfResource[];
}

/** The SDK's own types of messages, which have no declaration. */
const { logs, trace, metrics } = (root as unknown as Generated).opentelemetry.proto.collector;
interface Type {
  decode: (bytes: Uint8Array) => object;
  toObject: (message: object, how: object) => object;
}
type Service<Name extends string> = { v1: Record<Name, Type> };
interface Generated {
  opentelemetry: {
    proto: {
      collector: {
        logs: Service<'ExportLogsServiceRequest'>;
        trace: Service<'ExportTraceServiceRequest'>;
        metrics: Service<'ExportMetricsServiceRequest'>;
      };
    };
  };
}
const types: Record<string, Type> = {
  '/v1/logs': logs.v1.ExportLogsServiceRequest,
  '/v1/traces': trace.v1.ExportTraceServiceRequest,
  '/v1/metrics': metrics.v1.ExportMetricsServiceRequest,
};

const hex = (bytes: number[] = []): string => Buffer.from(bytes).toString('hex');
const saidOf = (pairs: Pairs = []): Said => Object.fromEntries(pairs.map(({ key, value }) => [key, valueOf(value)]));
const valueOf = ({ stringValue, doubleValue, intValue, boolValue, arrayValue }: Value): Said[string] =>
  arrayValue
    ? JSON.stringify(arrayValue.values.map(valueOf))
    : (stringValue ?? doubleValue ?? boolValue ?? Number(intValue));

/** Starts a collector; with a host, log records are written into the database’s table. */
export async function startCollector(host?: Host, database = ''): Promise<FakeCollector> {
  const taken: Pick<FakeCollector, 'logs' | 'spans' | 'gauges'> = { logs: [], spans: [], gauges: new Map() };
  async function take(path: string, bytes: Buffer): Promise<void> {
    const type = types[path];
    const message = type?.toObject(type.decode(bytes), { longs: String, bytes: Array }) as Message;
    const { resourceLogs = [], resourceSpans = [], resourceMetrics = [] } = message;
    const fresh: Taken[] = [];
    for (const { resource, ...own } of [...resourceLogs, ...resourceSpans, ...resourceMetrics]) {
      for (const scoped of [...(own.scopeLogs ?? []), ...(own.scopeSpans ?? []), ...(own.scopeMetrics ?? [])]) {
        const of = (item: Item): Taken => ({
          trace: hex(item.traceId),
          span: hex(item.spanId),
          at: item.timeUnixNano ?? item.startTimeUnixNano ?? '',
          resource: saidOf(resource.attributes),
          scope: scoped.scope.name,
          attributes: saidOf(item.attributes),
        });
        fresh.push(...(scoped.logRecords ?? []).map(of));
        taken.spans.push(...(scoped.spans ?? []).map(of));
        for (const { name = '', gauge } of scoped.metrics ?? []) {
          gauge?.dataPoints.forEach(({ asDouble, asInt }) => taken.gauges.set(name, asDouble ?? Number(asInt)));
        }
      }
    }
    taken.logs.push(...fresh);
    if (host && fresh.length > 0) {
      await host.command(
        `INSERT INTO ${database}.otel_logs (Timestamp, TraceId, SpanId, ServiceName, ScopeName, ResourceAttributes, LogAttributes)
         SETTINGS date_time_input_format = 'best_effort' FORMAT JSONEachRow\n${fresh.map(asRow).join('\n')}`
      );
    }
  }
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    const { status, isTaken } = collector.answer(path);
    void read(request)
      .then((bytes) => (isTaken ? take(path, bytes) : undefined))
      .then(() => response.writeHead(status).end());
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const collector: FakeCollector = {
    ...taken,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    answer: () => ({ status: 200, isTaken: true }),
    close: () =>
      new Promise((done) => {
        server.closeAllConnections();
        server.close(() => done());
      }),
  };
  return collector;
}

const asRow = ({ trace: TraceId, span: SpanId, at, resource, scope: ScopeName, attributes }: Taken): string =>
  JSON.stringify({
    Timestamp: new Date(Number(at.slice(0, -6))).toISOString(),
    ...{ TraceId, SpanId, ScopeName, ServiceName: resource['service.name'] },
    ResourceAttributes: asTexts(resource),
    LogAttributes: asTexts(attributes),
  });

const asTexts = (said: Said) => Object.fromEntries(Object.entries(said).map(([key, value]) => [key, String(value)]));
