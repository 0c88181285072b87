import { fromDocker } from './docker.ts';
import { fromDownload } from './download.ts';
import type { Grafana } from './grafana.ts';
import { fromCache, fromEnvironment } from './local.ts';

/** Finds a Grafana on this machine: the user's choice first, then the cache. */
export const findInstalled = (): Grafana | undefined => fromEnvironment() ?? fromCache();

/** Finds or downloads a Grafana, or returns why there is none. */
export async function findGrafana(): Promise<Grafana | { missing: string }> {
  const found = findInstalled() ?? fromDocker();
  if (found) {
    return found;
  }
  try {
    return await fromDownload();
  } catch (error) {
    return { missing: error instanceof Error ? error.message : String(error) };
  }
}
