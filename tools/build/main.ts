import { Command } from 'commander';
import { build } from './build.ts';
import { fail } from './fail.ts';
import { released } from './platform.ts';

interface Options {
  allPlatforms?: boolean;
  force?: boolean;
}

new Command('build')
  .description('Builds the plugin into dist: frontend, engine, and the backend for this machine.')
  .option('--all-platforms', 'the backend for every platform of a release')
  .option('--force', 'build also what did not change')
  .action((options: Options) =>
    build({ force: options.force === true, ...(options.allPlatforms ? { platforms: released } : {}) })
  )
  .parseAsync()
  .catch(fail);
