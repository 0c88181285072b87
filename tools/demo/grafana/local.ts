import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { userCache } from '../../build/paths.ts';
import { environment, listening } from './environment.ts';
import type { Grafana } from './grafana.ts';

export const cacheFolder = join(userCache, 'grafana');

/** Returns the path of the executable; packages of older versions only have grafana-server. */
const executable = (home: string) =>
  ['bin/grafana', 'bin/grafana.exe'].map((file) => join(home, file)).find((file) => existsSync(file));

export const isGrafana = (home: string) =>
  executable(home) !== undefined && existsSync(join(home, 'conf/defaults.ini'));

/** Uses a Grafana unpacked in a folder. */
export function localGrafana(home: string): Grafana {
  return {
    title: `Grafana in ${home}`,
    system: 'here',
    launch: ({ port, plugins, provisioning, data }) => ({
      command: executable(home) ?? join(home, 'bin/grafana'),
      args: ['server', '--homepath', home],
      env: {
        ...environment,
        ...listening(port),
        GF_PATHS_DATA: data,
        GF_PATHS_LOGS: join(data, 'log'),
        GF_PATHS_PLUGINS: plugins,
        GF_PATHS_PROVISIONING: provisioning,
      },
    }),
  };
}

/** Uses GRAFANA_HOME. Throws if it is set but does not contain a Grafana. */
export function fromEnvironment(): Grafana | undefined {
  const home = process.env['GRAFANA_HOME'];
  if (!home) {
    return undefined;
  }
  if (!isGrafana(home)) {
    throw new Error(
      `GRAFANA_HOME is set to ${home}, which contains no bin/grafana. Set it to the folder of an unpacked Grafana.`
    );
  }
  return localGrafana(home);
}

/** Uses the newest Grafana in the cache. */
export function fromCache(folder = cacheFolder): Grafana | undefined {
  const versions = existsSync(folder) ? readdirSync(folder) : [];
  const [newest] = versions
    .filter((version) => isGrafana(join(folder, version)))
    .sort((a, b) => b.localeCompare(a, 'en', { numeric: true }));
  return newest === undefined ? undefined : localGrafana(join(folder, newest));
}
