import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { userCache } from '../../build/paths.ts';
import { environment, listening } from './environment.ts';
import type { Grafana } from './grafana.ts';

export const cacheFolder = join(userCache, 'grafana');

/** Packages of older versions have grafana-server only. */
const executable = (home: string) =>
  ['bin/grafana', 'bin/grafana.exe'].map((file) => join(home, file)).find((file) => existsSync(file));

export const isGrafana = (home: string) =>
  executable(home) !== undefined && existsSync(join(home, 'conf/defaults.ini'));

/** A Grafana unpacked in a folder. */
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

/** GRAFANA_HOME; a value that is no Grafana is a mistake to tell, not to pass over. */
export function fromEnvironment(): Grafana | undefined {
  const home = process.env['GRAFANA_HOME'];
  if (!home) {
    return undefined;
  }
  if (!isGrafana(home)) {
    throw new Error(
      `GRAFANA_HOME is ${home}, where there is no bin/grafana. Set it to the folder of an unpacked Grafana.`
    );
  }
  return localGrafana(home);
}

/** The newest in the cache. */
export function fromCache(folder = cacheFolder): Grafana | undefined {
  const versions = existsSync(folder) ? readdirSync(folder) : [];
  const [newest] = versions
    .filter((version) => isGrafana(join(folder, version)))
    .sort((a, b) => b.localeCompare(a, 'en', { numeric: true }));
  return newest === undefined ? undefined : localGrafana(join(folder, newest));
}
