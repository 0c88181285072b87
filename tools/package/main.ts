import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { Command } from 'commander';
import { build } from '../build/build.ts';
import { fail } from '../build/fail.ts';
import { dist, root } from '../build/paths.ts';
import { released } from '../build/platform.ts';
import { requireContents } from './contents.ts';
import { zipPlugin } from './zip.ts';

new Command('package')
  .description('Builds the plugin for every platform of a release, and zips it into artifacts/.')
  .action(run)
  .parseAsync()
  .catch(fail);

async function run(): Promise<void> {
  await build({ platforms: released });
  requireContents(dist);
  const { id, info } = JSON.parse(readFileSync(join(dist, 'plugin.json'), 'utf8')) as {
    id: string;
    info: { version: string };
  };
  const { file, bytes, sha256 } = await zipPlugin(dist, id, join(root, 'artifacts', `${id}-${info.version}.zip`));
  console.log(`${relative(root, file)}  ${(bytes / 1024 / 1024).toFixed(1)} MiB\nsha256 ${sha256}`);
}
