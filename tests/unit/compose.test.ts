import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';

import { readSettings } from '../../src/engine/settings/settings.ts';
import { generate } from '../../tools/demo/data/generate.ts';
import type { LogRow, SpanRow } from '../../tools/demo/data/rows.ts';
import { logsRequest, tracesRequest, unixNano } from '../../tools/demo/otlp/convert.ts';
import { send } from '../../tools/demo/otlp/send.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const yaml = <Shape>(path: string) => parse(readFileSync(join(root, path), 'utf8')) as Shape;
const id = (path: string) => (JSON.parse(readFileSync(join(root, path), 'utf8')) as { id: string }).id;

interface Service {
  image: string;
  command?: string[];
  environment?: Record<string, string>;
  ports?: string[];
  volumes?: string[];
  depends_on?: string[] | Record<string, unknown>;
}

/** The mounted paths that a build writes; all others are in the repository. */
const built = ['./dist'];

const compose = yaml<{ services: Record<string, Service>; volumes: Record<string, unknown> }>('docker-compose.yaml');
const service = (name: string): Service => {
  const found = compose.services[name];
  if (!found) {
    throw new Error(`there is no service ${name}`);
  }
  return found;
};
const environment = (name: string) => service(name).environment ?? {};
const mounts = (name: string) => (service(name).volumes ?? []).map((volume) => volume.split(':') as [string, string]);
const mountOf = (path: string) => mounts('grafana').find(([from]) => from === path)?.[1];

describe('docker-compose.yaml', () => {
  const services = Object.entries(compose.services);

  it('has Grafana, ClickHouse, a collector and traffic', () => {
    expect(Object.keys(compose.services)).toEqual(['grafana', 'clickhouse', 'otel-collector', 'demo']);
  });

  it.each(services)('%s: its image has a version', (_, { image }) => {
    expect(image).toMatch(/:\d+\.\d+(\.\d+)?(-[a-z]+)?$/);
  });

  it.each(services)('%s: mounts what is there', (name) => {
    for (const [from] of mounts(name)) {
      const there = from.startsWith('./')
        ? built.includes(from) || existsSync(join(root, from))
        : Object.keys(compose.volumes).includes(from);
      expect(there, from).toBe(true);
    }
  });

  it.each(services)('%s: can be reached from this computer only', (_, { ports = [] }) => {
    ports.forEach((port) => expect(port).toMatch(/^127\.0\.0\.1:\$\{[A-Z_]+:-\d+\}:\d+$/));
  });

  it('lets Grafana load both plugins, and mounts them where it looks', () => {
    expect(environment('grafana')['GF_PLUGINS_ALLOW_LOADING_UNSIGNED_PLUGINS']?.split(',')).toEqual([
      id('src/plugin.json'),
      id('src/datasource/plugin.json'),
    ]);
    expect(mountOf('./dist')).toBe(`/var/lib/grafana/plugins/${id('src/plugin.json')}`);
    expect(mountOf('./provisioning')).toBe('/etc/grafana/provisioning');
  });

  it('is a Grafana that the plugin runs in', () => {
    const { dependencies } = JSON.parse(readFileSync(join(root, 'src/plugin.json'), 'utf8')) as {
      dependencies: { grafanaDependency: string };
    };
    const oldest = dependencies.grafanaDependency.replace('>=', '');
    expect(service('grafana').image).toBe(`grafana/grafana:${oldest}`);
  });

  it('publishes the ports that the services listen on', () => {
    const inside = (name: string) => service(name).ports?.map((port) => Number(port.split(':').pop()));
    expect(inside('grafana')).toEqual([3000]);
    expect(inside('clickhouse')).toEqual([8123]);
    expect(inside('otel-collector')).toEqual([4317, 4318]);
  });

  it('lets Grafana, which has anonymous viewers, only read what the README grants', () => {
    const file = readFileSync(join(root, 'deploy/clickhouse-grafana-user.xml'), 'utf8');
    const { GENAI_CLICKHOUSE_USERNAME: user = '', GENAI_CLICKHOUSE_PASSWORD: password } = environment('grafana');
    const { CLICKHOUSE_USER: writer, GRAFANA_CLICKHOUSE_PASSWORD: given } = environment('clickhouse');
    expect(user).not.toBe(writer);
    expect(password).toBe(given);
    const [, own = ''] = new RegExp(`<users>\\s*<${user}>(.*)</${user}>\\s*</users>`, 's').exec(file) ?? [];
    expect(own).toContain('<password from_env="GRAFANA_CLICKHOUSE_PASSWORD"/>');
    const [, profile = ''] = /<profile>(\w+)<\/profile>/.exec(own) ?? [];
    expect(file).toMatch(
      new RegExp(`<profiles>\\s*<${profile}>\\s*<readonly>2</readonly>\\s*</${profile}>\\s*</profiles>`)
    );
    const readme = readFileSync(join(root, 'README.md'), 'utf8');
    const granted = [...own.matchAll(/<query>(.*)<\/query>/g)].map(([, grant]) => `${grant} TO grafana;`);
    expect(granted).toEqual([...readme.matchAll(/^GRANT .*$/gm)].map(([grant]) => grant));
    expect(mounts('clickhouse').map(([from, to]) => [from, to])).toContainEqual([
      './deploy/clickhouse-grafana-user.xml',
      '/etc/clickhouse-server/users.d/grafana.xml',
    ]);
  });

  it('runs a demo that exists', () => {
    const [program, script, ...options] = service('demo').command ?? [];
    expect(program).toBe('node');
    expect(existsSync(join(root, script?.replace('/app/', '') ?? ''))).toBe(true);
    expect(options).toEqual(['--endpoint', 'http://otel-collector:4318', '--history', '180']);
  });
});

describe('deploy/cluster', () => {
  const read = (name: string) => readFileSync(join(root, 'deploy/cluster', name), 'utf8');
  const { services } = parse(read('docker-compose.yaml'), { merge: true }) as { services: Record<string, Service> };
  const servers = Object.entries(services).filter(([name]) => name !== 'keeper');
  const config = read('cluster.xml');

  it('configures the servers that there are, two of each shard', () => {
    const shards = [...config.matchAll(/<shard>(.*?)<\/shard>/gs)].map(([, shard = '']) =>
      [...shard.matchAll(/<host>(.*?)<\/host>/g)].map(([, host]) => host)
    );
    const ofShard = (shard: string) =>
      servers.filter(([, { environment }]) => environment?.['SHARD'] === shard).map(([name]) => name);
    expect(shards).toEqual([ofShard('1'), ofShard('2')]);
    expect(shards.flat()).toHaveLength(4);
    expect(new Set(servers.map(([, { environment: own }]) => `${own?.['SHARD']} ${own?.['REPLICA']}`)).size).toBe(4);
    expect(config).toMatch(/<node>\s*<host>keeper<\/host>/);
  });

  it('gives each server what its configuration takes', () => {
    const taken = [...config.matchAll(/from_env="(\w+)"/g)].map(([, name]) => name ?? '');
    expect(taken).toHaveLength(3);
    servers.forEach(([, { environment }]) =>
      expect(Object.keys(environment ?? {})).toEqual(expect.arrayContaining(taken))
    );
  });

  it('mounts what is there, and can be reached from this computer only', () => {
    for (const { volumes = [], ports = [] } of Object.values(services)) {
      volumes.forEach((volume) =>
        expect(existsSync(join(root, 'deploy/cluster', volume.split(':')[0] ?? ''))).toBe(true)
      );
      ports.forEach((port) => expect(port).toMatch(/^127\.0\.0\.1:\$\{[A-Z_]+:-\d+\}:\d+$/));
    }
  });

  it('is tested by what CI runs with the embedded engine', () => {
    const [, tests = ''] = /vitest run --project integration (\S+)/.exec(read('test.sh')) ?? [];
    expect(existsSync(join(root, tests))).toBe(true);
    expect(read('README.md')).toContain('**CI does not run this.**');
  });
});

describe('provisioning', () => {
  const variables = (text: string) => [...text.matchAll(/^[^#\n]*\$([A-Z_]+)/gm)].map((match) => match[1] ?? '');

  it.each(['datasources/genai-clickhouse.yaml', 'plugins/genai-observability.yaml'])(
    '%s: takes only what compose gives',
    (path) => {
      const used = variables(readFileSync(join(root, 'provisioning', path), 'utf8'));
      expect(Object.keys(environment('grafana'))).toEqual(expect.arrayContaining(used));
    }
  );

  it('has a data source whose settings the engine reads', () => {
    const { datasources } = yaml<{ datasources: Record<string, unknown>[] }>(
      'provisioning/datasources/genai-clickhouse.yaml'
    );
    expect(datasources[0]).toMatchObject({ uid: 'genai-clickhouse', type: id('src/datasource/plugin.json') });
    const jsonData = datasources[0]?.['jsonData'] as Record<string, unknown>;
    expect(readSettings({ url: '', database: '', user: '', jsonData })).toMatchObject({
      tracesTable: 'otel_traces',
      logsTable: 'otel_logs',
      delaySeconds: 120,
    });
  });

  it('enables the app, which brings the dashboards: they are not provisioned again', () => {
    const { apps } = yaml<{ apps: unknown[] }>('provisioning/plugins/genai-observability.yaml');
    expect(apps).toEqual([{ type: id('src/plugin.json'), org_id: 1, disabled: false }]);
    expect(existsSync(join(root, 'provisioning/dashboards'))).toBe(false);
    expect(mountOf('./dashboards')).toBeUndefined();
    const { providers } = yaml<{ providers: { options: { path: string } }[] }>('deploy/dashboards.yaml');
    expect(providers.map(({ options }) => options.path)).toEqual(['$GENAI_DASHBOARDS']);
  });
});

describe('deploy/otel-collector.yaml', () => {
  interface Pipeline {
    receivers: string[];
    processors: string[];
    exporters: string[];
  }
  const config = yaml<{
    receivers: { otlp: { protocols: Record<string, { endpoint: string }> } };
    processors: Record<string, unknown>;
    exporters: { clickhouse: Record<string, unknown> };
    extensions: Record<string, unknown>;
    service: { extensions: string[]; pipelines: Record<string, Pipeline> };
  }>('deploy/otel-collector.yaml');

  it('is the one that compose mounts', () => {
    const [, inside] = mounts('otel-collector').find(([from]) => from === './deploy/otel-collector.yaml') ?? [];
    expect(service('otel-collector').command).toEqual([`--config=${inside}`]);
  });

  it('writes to the tables that the data source reads', () => {
    const { clickhouse } = config.exporters;
    const { datasources } = yaml<{ datasources: { jsonData: Record<string, string> }[] }>(
      'provisioning/datasources/genai-clickhouse.yaml'
    );
    expect(clickhouse).toMatchObject({
      endpoint: expect.stringMatching(/^tcp:\/\/clickhouse:9000/) as string,
      database: environment('grafana')['GENAI_CLICKHOUSE_DATABASE'],
      traces_table_name: datasources[0]?.jsonData['tracesTable'],
      logs_table_name: datasources[0]?.jsonData['logsTable'],
      create_schema: true,
      async_insert: true,
      ttl: expect.stringMatching(/^\d+h$/) as string,
    });
    expect(clickhouse).not.toHaveProperty('ttl_days');
  });

  it('takes credentials from the environment that compose gives', () => {
    const { username, password } = config.exporters.clickhouse;
    expect([username, password]).toEqual(['${env:CLICKHOUSE_USER}', '${env:CLICKHOUSE_PASSWORD}']);
    expect(environment('otel-collector')).toEqual({
      CLICKHOUSE_USER: environment('clickhouse')['CLICKHOUSE_USER'],
      CLICKHOUSE_PASSWORD: environment('clickhouse')['CLICKHOUSE_PASSWORD'],
    });
  });

  it('has pipelines for traces and logs, of parts that are declared', () => {
    expect(Object.keys(config.service.pipelines)).toEqual(['traces', 'logs']);
    for (const { receivers, processors, exporters } of Object.values(config.service.pipelines)) {
      expect(Object.keys(config.receivers)).toEqual(expect.arrayContaining(receivers));
      expect(Object.keys(config.processors)).toEqual(expect.arrayContaining(processors));
      expect(Object.keys(config.exporters)).toEqual(expect.arrayContaining(exporters));
    }
    expect(Object.keys(config.extensions)).toEqual(config.service.extensions);
    expect(config.receivers.otlp.protocols).toEqual({
      grpc: { endpoint: '0.0.0.0:4317' },
      http: { endpoint: '0.0.0.0:4318' },
    });
  });
});

describe('rows as OTLP', () => {
  const span: SpanRow = {
    Timestamp: '2026-11-23 10:00:00.000000001',
    TraceId: '0af7651916cd43dd8448eb211c80319c',
    SpanId: 'b7ad6b7169203331',
    ParentSpanId: '',
    TraceState: '',
    SpanName: 'chat gpt-4o',
    SpanKind: 'Client',
    ServiceName: 'support',
    ResourceAttributes: { 'service.name': 'support' },
    ScopeName: 'genai',
    ScopeVersion: '1.0',
    SpanAttributes: { 'gen_ai.operation.name': 'chat' },
    Duration: 1_500_000_000,
    StatusCode: 'Error',
    StatusMessage: '429',
    'Events.Timestamp': ['2026-11-23 10:00:01.000000002'],
    'Events.Name': ['gen_ai.evaluation.result'],
    'Events.Attributes': [{ 'gen_ai.evaluation.score.value': '4' }],
  };
  const log: LogRow = {
    Timestamp: '2026-11-23 10:00:02.5',
    TraceId: span.TraceId,
    SpanId: span.SpanId,
    TraceFlags: 1,
    SeverityText: 'INFO',
    SeverityNumber: 9,
    ServiceName: 'judge',
    Body: '',
    ResourceAttributes: { 'service.name': 'judge' },
    ScopeName: 'judge',
    ScopeVersion: '2',
    LogAttributes: { 'gen_ai.evaluation.name': 'faithfulness' },
    EventName: 'gen_ai.evaluation.result',
  };

  it('keeps every nanosecond', () => {
    expect(unixNano('2026-11-23 10:00:00.000000001')).toBe('1795428000000000001');
    expect(unixNano('1970-01-01 00:00:01')).toBe('1000000000');
  });

  it('maps a span', () => {
    expect(tracesRequest([span])).toEqual({
      resourceSpans: [
        {
          resource: { attributes: [{ key: 'service.name', value: { stringValue: 'support' } }] },
          scopeSpans: [
            {
              scope: { name: 'genai', version: '1.0' },
              spans: [
                {
                  traceId: span.TraceId,
                  spanId: span.SpanId,
                  parentSpanId: '',
                  traceState: '',
                  name: 'chat gpt-4o',
                  kind: 3,
                  startTimeUnixNano: '1795428000000000001',
                  endTimeUnixNano: '1795428001500000001',
                  attributes: [{ key: 'gen_ai.operation.name', value: { stringValue: 'chat' } }],
                  events: [
                    {
                      name: 'gen_ai.evaluation.result',
                      timeUnixNano: '1795428001000000002',
                      attributes: [{ key: 'gen_ai.evaluation.score.value', value: { stringValue: '4' } }],
                    },
                  ],
                  status: { code: 2, message: '429' },
                },
              ],
            },
          ],
        },
      ],
    });
  });

  it('maps a log record', () => {
    const record = logsRequest([log]).resourceLogs[0]?.scopeLogs[0]?.logRecords[0];
    expect(record).toMatchObject({
      timeUnixNano: '1795428002500000000',
      severityNumber: 9,
      eventName: 'gen_ai.evaluation.result',
      traceId: span.TraceId,
      spanId: span.SpanId,
      attributes: [{ key: 'gen_ai.evaluation.name', value: { stringValue: 'faithfulness' } }],
    });
  });

  it('says a resource and a scope once', () => {
    const other = { ...span, ScopeName: 'http' };
    const { resourceSpans } = tracesRequest([
      span,
      other,
      span,
      { ...span, ResourceAttributes: { 'service.name': 'b' } },
    ]);
    expect(resourceSpans.map(({ scopeSpans }) => scopeSpans.map(({ spans }) => spans.length))).toEqual([[2, 1], [1]]);
  });

  it('has ids that OTLP takes, for every row of the demo', () => {
    const t0 = Date.UTC(2026, 10, 23, 12);
    for (const { spans, logs } of generate({ t0, from: t0 - 120_000 })) {
      for (const row of [...spans, ...logs]) {
        expect(row.TraceId).toMatch(/^[0-9a-f]{32}$/);
        expect(row.SpanId).toMatch(/^[0-9a-f]{16}$/);
      }
      spans.forEach((row) => expect(row.ParentSpanId).toMatch(/^([0-9a-f]{16})?$/));
    }
  });

  describe('sent', () => {
    const servers: ReturnType<typeof createServer>[] = [];
    afterEach(() => servers.splice(0).forEach((server) => server.close()));

    /** Starts a receiver that responds with the given statuses, and then with 200. */
    async function receiver(...statuses: number[]) {
      const seen: { path: string; type: string; body: unknown }[] = [];
      const server = createServer((incoming, response) => {
        let text = '';
        incoming.on('data', (part: Buffer) => (text += part.toString()));
        incoming.on('end', () => {
          seen.push({
            path: incoming.url ?? '',
            type: incoming.headers['content-type'] ?? '',
            body: JSON.parse(text) as unknown,
          });
          response.writeHead(statuses.shift() ?? 200).end('{}');
        });
      });
      servers.push(server);
      await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
      return { endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, seen };
    }

    it('go to the receiver’s paths', async () => {
      const { endpoint, seen } = await receiver();
      await send({ spans: [span], logs: [log] }, { endpoint });
      expect(seen.map(({ path, type }) => [path, type])).toEqual([
        ['/v1/traces', 'application/json'],
        ['/v1/logs', 'application/json'],
      ]);
      expect(seen[0]?.body).toEqual(tracesRequest([span]));
    });

    it('are sent again while the collector is busy, and not when it refuses them', async () => {
      const errors: unknown[] = [];
      const busy = await receiver(503);
      await send({ spans: [span], logs: [] }, { endpoint: busy.endpoint, onError: (error) => errors.push(error) });
      expect(busy.seen).toHaveLength(2);
      expect(errors).toHaveLength(1);
      const refusing = await receiver(400);
      await expect(send({ spans: [span], logs: [] }, { endpoint: refusing.endpoint })).rejects.toThrow(/HTTP 400/);
    });
  });
});
