import { MILLISECOND } from './clock.ts';
import type { Random } from './random.ts';
import { addSpan, resource, type Sink, type SpanSpec, type Trace } from './trace.ts';

const HTTP_SCOPE = ['opentelemetry.instrumentation.fastapi', '0.58b0'] as const;
const DB_SCOPE = ['opentelemetry.instrumentation.psycopg', '0.58b0'] as const;

/** Services without models: name, route, database calls of a request. */
const PAGES: ReadonlyArray<readonly [page: readonly [string, string, number], weight: number]> = [
  [['web-frontend', '/', 2], 0.4],
  [['catalog-api', '/v1/products/{id}', 2], 0.35],
  [['basket-api', '/v1/baskets/{id}', 3], 0.15],
  [['checkout-api', '/v1/orders', 4], 0.1],
];

const TABLES = ['customers', 'orders', 'products', 'documents'] as const;

/** A position in a trace, in ns relative to T0. */
interface Walk {
  trace: Trace;
  random: Random;
  cursor: number;
}

export function database(walk: Walk, parent: string): void {
  const { random } = walk;
  const table = random.pick(TABLES);
  const start = walk.cursor;
  walk.cursor += Math.round(random.lognormal(4, 0.6) * MILLISECOND);
  addSpan(walk.trace, {
    id: random.hex(16),
    parent,
    name: `SELECT ${table}`,
    kind: 'Client',
    scope: DB_SCOPE,
    start,
    end: walk.cursor,
    attributes: {
      'db.system.name': 'postgresql',
      'db.operation.name': 'SELECT',
      'db.collection.name': table,
      'server.address': 'postgres.halden.internal',
    },
  });
}

export function httpServer(route: string, span: Pick<SpanSpec, 'id' | 'start' | 'end'>, failed: boolean): SpanSpec {
  return {
    ...span,
    parent: '',
    name: `POST ${route}`,
    kind: 'Server',
    scope: HTTP_SCOPE,
    attributes: {
      'http.request.method': 'POST',
      'http.route': route,
      'http.response.status_code': failed ? '502' : '200',
      'url.scheme': 'https',
      ...(failed ? { 'error.type': '502' } : {}),
    },
    ...(failed ? { error: 'Bad Gateway' } : {}),
  };
}

/**
 * Generates requests that use no model, about `count` spans of them.
 * @param start ns relative to T0 of the minute they begin in, `length` its ns
 */
export function pages(sink: Sink, random: Random, count: number, start: number, length: number): void {
  for (let left = count; left > 0;) {
    const [service, route, calls] = random.weighted(PAGES);
    const begin = start + Math.floor(random.next() * length);
    const trace = { id: random.hex(32), service, resource: resource(service, 'production'), sink };
    const walk = { trace, random, cursor: begin + random.int(1, 4) * MILLISECOND };
    const root = random.hex(16);
    for (let i = 0; i < Math.min(calls, left - 1); i++) {
      database(walk, root);
    }
    const end = walk.cursor + random.int(1, 9) * MILLISECOND;
    addSpan(trace, httpServer(route, { id: root, start: begin, end }, false));
    left -= 1 + Math.min(calls, left - 1);
  }
}
