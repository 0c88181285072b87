import { statSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import pc from 'picocolors';
import { dashboards } from '../../src/engine/alerts/dashboards.ts';
import { build } from '../build/build.ts';
import { fail } from '../build/fail.ts';
import { dist, userCache } from '../build/paths.ts';
import { executableName, here } from '../build/platform.ts';
import { findGrafana } from '../demo/grafana/find.ts';
import type { Grafana } from '../demo/grafana/grafana.ts';

import { port, requireFree } from '../demo/grafana/ports.ts';
import { startData, startGrafana } from '../demo/grafana/stack.ts';
import { clock } from '../demo/grafana/watch.ts';
import { aborted, untilStopped } from '../demo/stopping.ts';
import { step } from '../progress/step.ts';
import { watchFrontend } from './frontend.ts';
import { restartBackend } from './restart.ts';
import { onChange } from './watch.ts';

interface Options {
  port: number;
  clickhousePort: number;
  data: string;
}

new Command('dev')
  .description(
    'Runs the demo’s Grafana on the working tree, and rebuilds frontend and backend when their sources change.'
  )
  .option('--port <number>', 'port of Grafana', port, 3000)
  .option('--clickhouse-port <number>', 'port of the embedded ClickHouse', port, 18123)
  .option('--data <folder>', 'where data is kept between runs', join(userCache, 'dev'))
  .action(run)
  .parseAsync()
  .catch(fail);

/** Lets Grafana read plugins from disk at each request. */
const development = { GF_DEFAULT_APP_MODE: 'development' };

async function run({ port, clickhousePort, data: folder }: Options): Promise<void> {
  const signal = untilStopped();
  const grafana = await localGrafana();
  await requireFree(clickhousePort, 'ClickHouse', '--clickhouse-port');
  await requireFree(port, 'Grafana', '--port');
  const say = (text: string) => console.log(`${pc.dim(clock(Date.now()))} ${text}`);
  const frontend = watchFrontend((line) => say(`${pc.dim('frontend')} ${line}`));
  try {
    // It empties dist, so it runs before the backend.
    await step('Frontend for development', () => frontend.built);
    await build({ only: 'backend' });
    const data = await startData({ data: folder, clickhousePort });
    try {
      data.live((error) => say(pc.red(`Live traffic could not be written: ${String(error)}`)));
      const options = { grafana, port, data: folder, clickhouse: data.url, fastAlerts: true, env: development };
      const running = await step('Grafana', () => startGrafana(options));
      try {
        announce(running.url);
        const watching = onChange(() => rebuilt(running.pid, say), signal);
        const ended = await Promise.race([
          aborted(signal),
          running.ended.then((output) => `Grafana ended.\n${output}`),
          data.ended.then(() => 'ClickHouse ended.'),
        ]);
        if (ended !== undefined) {
          throw new Error(ended);
        }
        console.log('\nStopping ...');
        await watching;
      } finally {
        await running.close();
      }
    } finally {
      await data.close();
    }
  } finally {
    await frontend.close();
  }
}

async function localGrafana(): Promise<Grafana> {
  const found = await findGrafana();
  if ('missing' in found || found.system !== 'here') {
    throw new Error(
      'Development needs a Grafana on this machine, not in a container. Set GRAFANA_HOME to the folder of an unpacked Grafana.'
    );
  }
  return found;
}

/** Rebuilds the backend. An error is shown, and the next change is waited for. */
async function rebuilt(grafana: number, say: (text: string) => void): Promise<void> {
  const before = built();
  try {
    await build({ only: 'backend' });
  } catch (error) {
    say(pc.red(error instanceof Error ? error.message : String(error)));
    return;
  }
  if (built() !== before) {
    say(
      restartBackend(grafana)
        ? pc.green('The backend was restarted.')
        : 'The backend was built; Grafana has not started it yet.'
    );
  }
}

const built = (): number => statSync(join(dist, executableName(here()))).mtimeMs;

function announce(url: string): void {
  console.log(`
  ${pc.cyan(`${url}/d/${dashboards.overview.uid}`)}

Frontend and backend are rebuilt when their sources change; reload the page to see the frontend. Dashboards, alert rules and
plugin.json are read at the start. Press Ctrl-C to stop everything.
`);
}
