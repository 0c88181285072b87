import type { Host } from '../engine/support.ts';

/**
 * Adds spans that have nothing to do with models, which are the majority in a company's table: requests and database
 * statements in traces of their own, some with a user's tags, some named like a model call.
 */
export async function addOrdinarySpans(host: Host, database: string, count: number): Promise<void> {
  await host.command(`
    INSERT INTO ${database}.otel_traces
      (Timestamp, TraceId, SpanId, ParentSpanId, SpanName, SpanKind, ServiceName, ResourceAttributes, ScopeName, SpanAttributes, Duration, StatusCode)
    SELECT
      toDateTime64('2026-11-23 19:40:00', 9) + toIntervalMillisecond(number * 100),
      lower(hex(MD5(toString(intDiv(number, 5))))),
      lower(hex(sipHash64(number, 'span'))),
      if(number % 5 = 0, '', lower(hex(sipHash64(number - number % 5, 'span')))),
      ['GET /orders', 'SELECT orders', 'chat room.join', 'embeddings refresh', 'POST'][number % 5 + 1],
      ['Server', 'Client'][number % 2 + 1],
      concat('shop-', toString(number % 7)),
      map('deployment.environment.name', 'production', 'service.namespace', 'shop'),
      ['io.opentelemetry.servlet', 'io.opentelemetry.jdbc', 'app.rooms', 'app.jobs', '@opentelemetry/instrumentation-undici'][number % 5 + 1],
      if(number % 5 = 1,
        map('db.system', 'postgresql', 'db.statement', 'SELECT 1', 'model', 'orders', 'metadata', '{"feature":"checkout"}'),
        map('http.request.method', 'GET', 'http.response.status_code', if(number % 97 = 0, '500', '200'),
            'user.id', concat('buyer-', toString(number % 50)), 'app.feature', if(number % 3 = 0, 'checkout', ''))),
      1000000 + number % 1000,
      if(number % 97 = 0, 'Error', 'Unset')
    FROM numbers(${count})`);
}
