import { Command } from 'commander';
import { dryRun } from './dryrun.ts';
import { runWorker, withServer, withWork, type WorkOptions } from './working.ts';

interface Options extends WorkOptions {
  once?: boolean;
}

export const runCommand = (): Command =>
  withWork(new Command('run').description('decides for finished calls, until it is stopped'))
    .option('--once', 'stop once nothing is due that can be decided')
    .action((options: Options) =>
      withServer(options, async (server, config) => {
        const { once = false } = options;
        await (options.dryRun ? dryRun(server, config) : runWorker(server, config, options, { once }));
      })
    );
