import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { PrometheusExporter } from '@opentelemetry/exporter-prometheus';
import { healthOf } from './health.ts';
import type { Watch } from './state.ts';

export interface Address {
  host: string;
  port: number;
}

/** Serves `/healthz`, JSON with 503 where something fails, and `/metrics`, Prometheus’ text. Rejects where the port is taken. */
export async function listen(
  { host, port }: Address,
  watch: Watch,
  prometheus: PrometheusExporter,
  clock: () => number
): Promise<{ address: Address; close: () => Promise<void> }> {
  const server: Server = createServer((request, response) => {
    switch (request.url?.split('?')[0]) {
      case '/healthz': {
        const health = healthOf(watch, clock());
        response.writeHead(health.status === 'failing' ? 503 : 200, { 'Content-Type': 'application/json' });
        response.end(`${JSON.stringify(health)}\n`);
        break;
      }
      case '/metrics':
        prometheus.getMetricsRequestHandler(request, response);
        break;
      default:
        response.writeHead(404).end();
    }
  });
  await new Promise<void>((done, fail) => {
    server.once('error', fail);
    server.listen(port, host, done);
  });
  return {
    address: { host, port: (server.address() as AddressInfo).port },
    close: () =>
      new Promise((done) => {
        server.closeAllConnections();
        server.close(() => done());
      }),
  };
}
