import { join } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import pc from 'picocolors';
import { build } from '../build/build.ts';
import { fail } from '../build/fail.ts';
import { userCache } from '../build/paths.ts';
import { here } from '../build/platform.ts';
import { findGrafana } from './grafana/find.ts';
import type { Grafana } from './grafana/grafana.ts';
import { requireFree } from './grafana/ports.ts';
import { startData } from './grafana/stack.ts';
import { showGrafana } from './grafana/show.ts';
import { showTerminal } from './terminal/show.ts';

export interface DemoOptions {
  fastAlerts?: boolean;
  port: number;
  clickhousePort: number;
  terminal?: boolean;
  watch?: boolean;
  data: string;
}

const port = (text: string) => {
  const number = Number(text);
  if (!/^\d+$/.test(text) || number < 1 || number > 65535) {
    throw new InvalidArgumentError('A port is a number from 1 to 65535.');
  }
  return number;
};

new Command('demo')
  .description('Runs the plugin with generated traffic: in a real Grafana, or on the terminal where there is none.')
  .option('--fast-alerts', 'rules fire after a minute instead of ten')
  .option('--port <number>', 'port of Grafana', port, 3000)
  .option('--clickhouse-port <number>', 'port of the embedded ClickHouse', port, 18123)
  .option('--data <folder>', 'where data is kept between runs', join(userCache, 'demo'))
  .option('--terminal', 'no Grafana: run every panel and rule on the terminal')
  .option('--watch', 'on the terminal: go on, and repeat every minute')
  .action(run)
  .parseAsync()
  .catch(fail);

/** Aborts on Ctrl-C and on a request to end; a second Ctrl-C ends at once. */
function untilStopped(): AbortSignal {
  const stopped = new AbortController();
  const stop = () => {
    if (stopped.signal.aborted) {
      process.exit(130);
    }
    stopped.abort();
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  return stopped.signal;
}

async function run(options: DemoOptions): Promise<void> {
  const signal = untilStopped();
  const grafana = options.terminal ? undefined : await choose();
  await requireFree(options.clickhousePort, 'ClickHouse', '--clickhouse-port');
  if (grafana) {
    await requireFree(options.port, 'Grafana', '--port');
  }
  await build(grafana?.system === 'linux' ? { platforms: [{ ...here(), os: 'linux' }] } : {});
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

async function choose(): Promise<Grafana | undefined> {
  const found = await findGrafana();
  if ('missing' in found) {
    console.log(pc.yellow(`No Grafana was found and none could be downloaded, so the demo runs on the terminal.`));
    console.log(pc.dim(found.missing));
    console.log(pc.dim('To use a Grafana of your own, set GRAFANA_HOME to its folder.'));
    return undefined;
  }
  console.log(found.title);
  return found;
}
