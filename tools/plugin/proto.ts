import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { GrpcObject, ServiceClientConstructor } from '@grpc/grpc-js';
import { loadPackageDefinition } from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';

const SDK = 'github.com/grafana/grafana-plugin-sdk-go';
const root = fileURLToPath(new URL('../..', import.meta.url));

/** Finds the SDK's definition of the protocol, in the version that the backend is built with. */
function definitionFile(): string {
  const folder = execFileSync('go', ['list', '-m', '-f', '{{.Dir}}', SDK], { cwd: root, encoding: 'utf8' }).trim();
  if (folder === '') {
    throw new Error(`The Go module ${SDK} is not downloaded yet. Run: go mod download`);
  }
  return join(folder, 'proto', 'backend.proto');
}

export interface Services {
  Data: ServiceClientConstructor;
  Diagnostics: ServiceClientConstructor;
  Resource: ServiceClientConstructor;
}

export function loadServices(): Services {
  const loaded = loadSync(definitionFile(), { keepCase: true, longs: Number, enums: String, defaults: true });
  const services = loadPackageDefinition(loaded)['pluginv2'] as GrpcObject;
  return services as unknown as Services;
}
