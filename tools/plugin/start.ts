import { credentials, type Client, type ServiceClientConstructor, type ServiceError } from '@grpc/grpc-js';
import {
  headersOf,
  wireContext,
  type AskedRange,
  type CallAnswer,
  type HealthAnswer,
  type JsonFrame,
  type PluginQuery,
  type QueryAnswer,
  type StoredSettings,
} from './messages.ts';
import { startProcess } from './process.ts';
import { loadServices } from './proto.ts';

const PLUGIN_ID = 'genai-clickhouse-datasource';
const CALL_TIMEOUT_MS = 120_000;
/** The values that Grafana sends for panels and rules. */
const DEFAULTS = {
  panel: { maxDataPoints: 1000, intervalMs: 60_000 },
  alert: { maxDataPoints: 43_200, intervalMs: 1000 },
};

export interface Plugin {
  /** Runs queries, and returns the answers by refId. */
  queryData(settings: StoredSettings, queries: PluginQuery[], range: AskedRange): Promise<Record<string, QueryAnswer>>;
  checkHealth(settings: StoredSettings): Promise<HealthAnswer>;
  /** Calls a resource of the data source: POST with a JSON body, GET without one. */
  callResource(settings: StoredSettings, path: string, body?: unknown): Promise<CallAnswer>;
  /** Returns the end of the plugin's log. */
  logged(): string;
  stop(): Promise<void>;
}

interface WireAnswer {
  frames: Buffer[];
  error: string;
  status: number;
  errorSource: string;
}

/** Starts the data source's backend, which is then called as Grafana would. */
export async function startPlugin(executable: string): Promise<Plugin> {
  const services = loadServices();
  const running = await startProcess(executable);
  const connect = (Service: ServiceClientConstructor) =>
    new Service(running.address, credentials.createInsecure(), {
      'grpc.max_receive_message_length': -1,
      'grpc.max_send_message_length': -1,
      'grpc.default_authority': 'localhost',
    });
  const data = connect(services.Data);
  const diagnostics = connect(services.Diagnostics);
  const resource = connect(services.Resource);

  return {
    logged: running.logged,

    async queryData(settings, queries, range) {
      const defaults = range.fromAlert ? DEFAULTS.alert : DEFAULTS.panel;
      const { responses } = await unary<{ responses: Record<string, WireAnswer> }>(data, 'QueryData', {
        pluginContext: wireContext(PLUGIN_ID, settings, range.user),
        headers: headersOf(range),
        format: 'JSON',
        queries: queries.map(({ refId, model, maxDataPoints, intervalMs }) => ({
          refId,
          maxDataPoints: maxDataPoints ?? defaults.maxDataPoints,
          intervalMS: intervalMs ?? defaults.intervalMs,
          timeRange: { fromEpochMS: range.from, toEpochMS: range.to },
          json: Buffer.from(JSON.stringify({ ...model, refId })),
        })),
      });
      return Object.fromEntries(Object.entries(responses).map(([refId, answer]) => [refId, decoded(answer)]));
    },

    async checkHealth(settings) {
      const answer = await unary<{ status: HealthAnswer['status']; message: string; jsonDetails: Buffer }>(
        diagnostics,
        'CheckHealth',
        { pluginContext: wireContext(PLUGIN_ID, settings), headers: {} }
      );
      return { status: answer.status, message: answer.message, details: parsed(answer.jsonDetails) };
    },

    callResource(settings, path, body) {
      const request = {
        pluginContext: wireContext(PLUGIN_ID, settings),
        path,
        url: path,
        method: body === undefined ? 'GET' : 'POST',
        headers: { 'Content-Type': { values: ['application/json'] } },
        body: body === undefined ? Buffer.alloc(0) : Buffer.from(JSON.stringify(body)),
      };
      return streamed(resource, request);
    },

    async stop() {
      for (const client of [data, diagnostics, resource]) {
        client.close();
      }
      await running.stop();
    },
  };
}

function decoded({ frames, error, status, errorSource }: WireAnswer): QueryAnswer {
  return { frames: frames.map((frame) => JSON.parse(frame.toString()) as JsonFrame), error, status, errorSource };
}

/** Parses a body as JSON, or else returns its text. */
function parsed(body: Buffer): unknown {
  const text = body.toString();
  try {
    return text === '' ? null : JSON.parse(text);
  } catch {
    return text;
  }
}

type Method = (...args: unknown[]) => unknown;

const method = (client: Client, name: string): Method => {
  const found = (client as unknown as Record<string, Method>)[name];
  if (!found) {
    throw new Error(`The plugin protocol has no service ${name}.`);
  }
  return found.bind(client);
};

const deadline = () => ({ deadline: Date.now() + CALL_TIMEOUT_MS });

function unary<Answer>(client: Client, name: string, request: unknown): Promise<Answer> {
  return new Promise((resolve, reject) => {
    method(client, name)(request, deadline(), (error: ServiceError | null, answer: Answer) =>
      error ? reject(error) : resolve(answer)
    );
  });
}

function streamed(client: Client, request: unknown): Promise<CallAnswer> {
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    let code = 0;
    const stream = method(client, 'CallResource')(request, deadline()) as NodeJS.ReadableStream;
    stream.on('data', (part: unknown) => {
      const { code: status, body } = part as { code: number; body: Buffer };
      code ||= status;
      parts.push(body);
    });
    stream.on('error', reject);
    stream.on('end', () => resolve({ code, body: parsed(Buffer.concat(parts)) }));
  });
}
