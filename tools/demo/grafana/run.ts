import { spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { grafanaApi, type GrafanaApi } from './api.ts';
import type { Grafana, Setup } from './grafana.ts';
import { endChild } from '../../build/end.ts';

const READY_TIMEOUT_MS = 180_000;
const POLL_MS = 300;
const STOP_TIMEOUT_MS = 15_000;
const KEPT_OUTPUT = 4_000;
const guard = fileURLToPath(new URL('./guard.mjs', import.meta.url));

export interface RunningGrafana {
  url: string;
  /** The process id of Grafana's parent. */
  pid: number;
  api: GrafanaApi;
  /** Resolves with its last output when it has ended, by `close` or by itself. */
  ended: Promise<string>;
  close(): Promise<void>;
}

/** Starts a Grafana and waits until it responds. It ends with this process, however that ends. */
export async function runGrafana(
  grafana: Grafana,
  setup: Setup,
  more: Record<string, string> = {}
): Promise<RunningGrafana> {
  const { command, args, env } = grafana.launch(setup);
  const child = spawn(process.execPath, [guard, command, ...args], {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: { ...process.env, ...env, ...more },
    detached: true,
  });
  let output = '';
  const keep = (chunk: Buffer) => (output = (output + chunk.toString()).slice(-KEPT_OUTPUT));
  child.stdout?.on('data', keep);
  child.stderr?.on('data', keep);
  const ended = new Promise<string>((done) => child.once('exit', () => done(output)));
  const close = () => endChild(child, ended, STOP_TIMEOUT_MS);

  const url = `http://127.0.0.1:${setup.port}`;
  const api = grafanaApi(url);
  const end = Date.now() + READY_TIMEOUT_MS;
  while (!(await api.answers())) {
    const early = await Promise.race([ended, sleep(POLL_MS)]);
    if (early !== undefined || Date.now() > end) {
      await close();
      throw new Error(`${grafana.title} ${early === undefined ? 'does not respond' : 'did not start'}.\n${output}`);
    }
  }
  return { url, pid: child.pid ?? 0, api, ended, close };
}
