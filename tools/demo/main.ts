import { join } from 'node:path';
import { Command } from 'commander';
import pc from 'picocolors';
import { build, type BuildOptions } from '../build/build.ts';
import { fail } from '../build/fail.ts';
import { userCache } from '../build/paths.ts';
import { here } from '../build/platform.ts';
import { findGrafana } from './grafana/find.ts';
import type { Grafana } from './grafana/grafana.ts';
import { port, requireFree } from './grafana/ports.ts';
import { startData } from './grafana/stack.ts';
import { showGrafana } from './grafana/show.ts';
import { untilStopped } from './stopping.ts';
import { showTerminal } from './terminal/show.ts';

export interface DemoOptions {
  fastAlerts?: boolean;
  port: number;
  clickhousePort: number;
  terminal?: boolean;
  all?: boolean;
  once?: boolean;
  watch?: boolean;
  data: string;
}

new Command('demo')
  .description('Runs the plugin with generated traffic: in a real Grafana, or in the terminal if there is none.')
  .option('--fast-alerts', 'rules fire after a minute instead of ten')
  .option('--port <number>', 'port of Grafana', port, 3000)
  .option('--clickhouse-port <number>', 'port of the embedded ClickHouse', port, 18123)
  .option('--data <folder>', 'where data is kept between runs', join(userCache, 'demo'))
  .option('--terminal', 'show panels and alert rules in the terminal, not in Grafana')
  .option('--all', 'in the terminal: show every panel, not only the highlights')
  .option('--watch', 'in the terminal: show everything again every minute')
  .option(
    '--once',
    'in the terminal: show everything once and exit, with an error if a panel or rule failed; implies --terminal'
  )
  .action(run)
  .parseAsync()
  .catch(fail);

async function run(options: DemoOptions): Promise<void> {
  const signal = untilStopped();
  const grafana = options.terminal || options.once ? undefined : await choose();
  await requireFree(options.clickhousePort, 'ClickHouse', '--clickhouse-port');
  if (grafana) {
    await requireFree(options.port, 'Grafana', '--port');
  }
  await build(buildFor(grafana));
  if (signal.aborted) {
    return;
  }
  const data = await startData(options);
  try {
    await (grafana ? showGrafana(grafana, data, options, signal) : showTerminal(data, options, signal));
  } finally {
    await data.close();
  }
}

/** Skips the frontend if there is no Grafana to show it; a Grafana in a container needs the backend for Linux. */
function buildFor(grafana: Grafana | undefined): BuildOptions {
  if (!grafana) {
    return { only: 'backend' };
  }
  return grafana.system === 'linux' ? { platforms: [{ ...here(), os: 'linux' }] } : {};
}

async function choose(): Promise<Grafana | undefined> {
  const found = await findGrafana();
  if ('missing' in found) {
    console.log(pc.yellow(`No Grafana was found and none could be downloaded, so the demo runs in the terminal.`));
    console.log(pc.dim(found.missing));
    console.log(pc.dim('To use a Grafana of your own, set GRAFANA_HOME to its folder.'));
    return undefined;
  }
  console.log(found.title);
  return found;
}
