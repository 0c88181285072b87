import type { AddressInfo } from 'node:net';
import { openEngine } from './engine.ts';
import { createClickHouseServer } from './server.ts';
import type { Report, ServeOptions } from './start.ts';

// The server's own process. It waits for its options from the process that started it, and ends with that process.

process.once('message', (options: ServeOptions) => serve(options));
process.once('disconnect', () => process.exit(0));
// Ctrl-C reaches the whole process group; the parent decides when this process stops.
process.on('SIGINT', () => undefined);

function serve(options: ServeOptions): void {
  let engine: ReturnType<typeof openEngine>;
  try {
    engine = openEngine(options.data, options.config);
  } catch (error) {
    report({ error: `cannot open ${options.data}: ${error instanceof Error ? error.message : String(error)}` });
    return;
  }
  const server = createClickHouseServer(engine, options.user);
  server.once('error', (error: NodeJS.ErrnoException) => {
    const taken = error.code === 'EADDRINUSE';
    report({ error: taken ? `port ${options.port} is in use; choose another one` : error.message });
  });
  server.listen(options.port, options.host, () => report({ port: (server.address() as AddressInfo).port }));
  process.once('SIGTERM', () => {
    server.close();
    server.closeAllConnections();
    engine.close();
    process.exit(0);
  });
}

function report(message: Report): void {
  process.send?.(message);
}
