import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { startClickHouse } from '../../clickhouse/start.ts';
import { step } from '../../progress/step.ts';
import { storyStart } from '../data/timeline.ts';
import { startLive } from '../live.ts';
import { loadDemo } from '../load.ts';
import { demoFiller, dropTiers, keepTiers } from '../tiers.ts';
import type { Grafana } from './grafana.ts';
import { demoUser } from './names.ts';
import { writeProvisioning } from './provisioning.ts';
import { runGrafana, type RunningGrafana } from './run.ts';

export interface DataOptions {
  /** The folder that is kept between runs. */
  data: string;
  clickhousePort: number;
}

export interface DemoData {
  url: string;
  /** The moment that the story is told from, in epoch milliseconds. */
  t0: number;
  ended: Promise<void>;
  /** Continues to write traffic, and keeps the calls of hours that are over, until `close`. */
  live(onError: (error: unknown) => void): void;
  close(): Promise<void>;
}

/** Starts the embedded ClickHouse with the story in it. */
export async function startData({ data, clickhousePort }: DataOptions): Promise<DemoData> {
  const server = await step('ClickHouse', () =>
    startClickHouse({ port: clickhousePort, data: join(data, 'clickhouse'), ...demoUser })
  );
  const stopped = new AbortController();
  let writing: Promise<unknown> = Promise.resolve();
  const close = async () => {
    stopped.abort();
    await writing;
    await server.close();
  };
  try {
    const { t0, skipped } = await loadDemo(server.url, demoUser);
    const filler = demoFiller(server.url);
    if (!skipped) {
      await dropTiers(filler);
    }
    const live = (onError: (error: unknown) => void) => {
      const { signal } = stopped;
      const report = (error: unknown) => (signal.aborted ? undefined : onError(error));
      writing = Promise.all([
        startLive(server.url, { ...demoUser, t0, signal, onError: report }).catch(report),
        keepTiers(filler, { from: storyStart(t0), signal }).catch(report),
      ]);
    };
    return { url: server.url, t0, ended: server.ended, live, close };
  } catch (error) {
    await close();
    throw error;
  }
}

export interface GrafanaOptions {
  grafana: Grafana;
  port: number;
  data: string;
  clickhouse: string;
  fastAlerts: boolean;
  /** Environment variables in addition to the demo's. */
  env?: Record<string, string>;
}

/** Starts Grafana with the plugin and everything provisioned. */
export function startGrafana(options: GrafanaOptions): Promise<RunningGrafana> {
  const { grafana, port, data, clickhouse, fastAlerts, env } = options;
  mkdirSync(data, { recursive: true });
  const folder = join(data, `grafana-${port}`);
  const copyPlugins = grafana.system === 'linux';
  return runGrafana(grafana, writeProvisioning(folder, port, { clickhouse, fastAlerts, copyPlugins }), env);
}
