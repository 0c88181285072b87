import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { User } from './server.ts';
import { endChild } from '../build/end.ts';

export interface StartOptions {
  /** 0 (the default): any free port. */
  port?: number;
  /** Address to listen on; default 127.0.0.1. */
  host?: string;
  /** Data directory, created if missing. Default: a temporary one, removed on close. */
  data?: string;
  /** Default "default", without a password. */
  user?: string;
  password?: string;
  /** The user's `readonly` setting, as ClickHouse's: 0 (default), 1 or 2. */
  readonly?: 0 | 1 | 2;
  /** A server configuration file in ClickHouse's XML, such as one that defines clusters. */
  config?: string;
}

export interface ClickHouse {
  /** "http://127.0.0.1:<port>", without credentials. */
  url: string;
  port: number;
  user: string;
  password: string;
  /** Stops the server and removes a temporary data directory. May be called twice. */
  close(): Promise<void>;
  /** Resolves when the server's process has ended, by `close` or by itself. */
  ended: Promise<void>;
}

/** What the server's process is told. */
export interface ServeOptions {
  port: number;
  host: string;
  data: string;
  user: User;
  config: string | undefined;
}

/** What the server's process answers. */
export type Report = { port: number } | { error: string };

const START_TIMEOUT_MS = 60_000;
const STOP_TIMEOUT_MS = 5_000;

/**
 * Starts an embedded ClickHouse in a process of its own and waits until it answers. It ends with this process.
 * @throws Error when the port is in use, the data directory cannot be opened, or the process ends or hangs (with its stderr)
 */
export async function startClickHouse(options: StartOptions = {}): Promise<ClickHouse> {
  const temporary = options.data === undefined;
  const data = resolve(options.data ?? (await mkdtemp(join(tmpdir(), 'clickhouse-'))));
  await mkdir(data, { recursive: true });
  const host = options.host ?? '127.0.0.1';
  const user = { name: options.user ?? 'default', password: options.password ?? '', readonly: options.readonly ?? 0 };
  const child = spawnServer();
  const ended = new Promise<void>((done) => child.once('exit', () => done()));
  const close = async (): Promise<void> => {
    await endChild(child, ended, STOP_TIMEOUT_MS);
    if (temporary) {
      await rm(data, { recursive: true, force: true });
    }
  };
  try {
    const port = await ready(child, { port: options.port ?? 0, host, data, user, config: options.config });
    return { url: `http://${host}:${port}`, port, user: user.name, password: user.password, close, ended };
  } catch (error) {
    await close();
    throw error;
  }
}

function spawnServer(): ChildProcess {
  const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
  const program = fileURLToPath(new URL('./serve.ts', import.meta.url));
  return spawn(process.execPath, ['--import', tsx, program], {
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    // Each running query holds a thread of libuv's pool, which has four unless told otherwise before the process starts.
    env: { ...process.env, UV_THREADPOOL_SIZE: '16', NODE_OPTIONS: '' },
  });
}

function ready(child: ChildProcess, options: ServeOptions): Promise<number> {
  return new Promise((resolvePort, reject) => {
    let stderr = '';
    child.stderr?.on('data', (chunk: Buffer) => (stderr = (stderr + chunk.toString()).slice(-4000)));
    const fail = (why: string): void => reject(new Error(`ClickHouse did not start: ${why}${stderr && `\n${stderr}`}`));
    const timer = setTimeout(() => fail(`no response within ${START_TIMEOUT_MS / 1000} s`), START_TIMEOUT_MS);
    child.once('error', (error) => fail(error.message));
    child.once('exit', (code, signal) => fail(`its process ended with ${signal ?? code}`));
    child.once('message', (report: Report) => {
      clearTimeout(timer);
      return 'port' in report ? resolvePort(report.port) : fail(report.error);
    });
    child.once('exit', () => clearTimeout(timer));
    child.send(options, () => undefined);
  });
}
