import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { endChild } from '../build/end.ts';

const START_TIMEOUT_MS = 20_000;
const STOP_TIMEOUT_MS = 3_000;
const KEPT_STDERR = 8_000;

export interface PluginProcess {
  /** The address in gRPC's form: unix:/path or host:port. */
  address: string;
  /** Returns the last lines that it logged. */
  logged(): string;
  stop(): Promise<void>;
}

/** Parses `core protocol | app protocol | network | address | kind`, the one line that a plugin writes to stdout. */
export function parseHandshake(line: string): string {
  const [core, app, network, address, kind] = line.trim().split('|');
  if (core !== '1' || app !== '2' || kind !== 'grpc' || !address || (network !== 'unix' && network !== 'tcp')) {
    throw new Error(`This is not the handshake of a Grafana plugin: ${line}`);
  }
  return network === 'unix' ? `unix:${address}` : address;
}

/** Starts a plugin's executable as Grafana does. */
export async function startProcess(executable: string): Promise<PluginProcess> {
  const child = spawn(executable, [], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, grafana_plugin_type: 'datasource', PLUGIN_PROTOCOL_VERSIONS: '2' },
  });
  const ended = new Promise<void>((done) => {
    child.once('exit', () => done());
    child.once('error', () => done());
  });
  let stderr = '';
  child.stderr.on('data', (chunk: Buffer) => (stderr = (stderr + chunk.toString()).slice(-KEPT_STDERR)));
  const killed = () => child.kill('SIGKILL');
  process.once('exit', killed);
  const stop = async () => {
    process.off('exit', killed);
    await endChild(child, ended, STOP_TIMEOUT_MS);
  };
  try {
    const line = await firstLine(child);
    return { address: parseHandshake(line), logged: () => stderr, stop };
  } catch (error) {
    await stop();
    const why = error instanceof Error ? error.message : String(error);
    throw new Error(`The plugin's backend did not start: ${why}${stderr && `\n${stderr}`}`, { cause: error });
  }
}

function firstLine(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('it reported no address')), START_TIMEOUT_MS);
    const settle = (act: () => void) => {
      clearTimeout(timer);
      act();
    };
    child.once('error', (error) => settle(() => reject(error)));
    child.once('exit', (code, signal) => settle(() => reject(new Error(`it ended with ${signal ?? code}`))));
    if (child.stdout) {
      createInterface({ input: child.stdout }).once('line', (line) => settle(() => resolve(line)));
    }
  });
}
