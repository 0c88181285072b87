import { Command } from 'commander';
import { windowOf, withTimes, type TimeOptions } from '../time.ts';
import { dryRun } from './dryrun.ts';
import { noSuchEvaluator } from './messages.ts';
import { runWorker, withServer, withWork, type WorkOptions } from './working.ts';

interface Options extends WorkOptions, TimeOptions {
  evaluator?: string[];
}

/** What was decided is in the ledger: a backfill that was stopped goes on where it was. */
export const backfillCommand = (): Command =>
  withTimes(
    withWork(
      new Command('backfill').description(
        'decides for calls of a past range, the latest first, and meanwhile for those that finish'
      )
    ).option('--evaluator <name...>', 'only these of the file'),
    'now-7d'
  ).action((options: Options) =>
    withServer(options, async (server, { evaluators, output }) => {
      const names = options.evaluator;
      const stranger = names?.find((name) => !evaluators.some((one) => one.name === name));
      if (stranger !== undefined) {
        throw new Error(
          noSuchEvaluator(
            stranger,
            evaluators.map(({ name }) => name)
          )
        );
      }
      const config = { evaluators: evaluators.filter(({ name }) => names?.includes(name) ?? true), output };
      const range = windowOf(options);
      await (options.dryRun
        ? dryRun(server, config, range)
        : runWorker(server, config, options, { once: true, range }));
    })
  );
