import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { Command } from 'commander';

import { generatedFiles } from './files.ts';
import { renderPrices } from './prices/render.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

new Command('generate')
  .description(
    'Writes dashboards, alert rules and tables of the documentation from their declarations, and the price table from its package.'
  )
  .option('--check', 'write nothing, and fail if a file on disk differs')
  .action(run)
  .parseAsync();

async function run({ check = false }: { check?: boolean }): Promise<void> {
  const files = { ...generatedFiles(root), ...(await renderPrices()) };
  const stale = Object.entries(files).filter(([path, text]) => onDisk(path) !== text);
  if (check) {
    stale.forEach(([path]) => console.error(`${path} is not what "npm run generate" writes`));
    process.exitCode = stale.length > 0 ? 1 : 0;
    return;
  }
  for (const [path, text] of stale) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
    console.log(`wrote ${path}`);
  }
}

function onDisk(path: string): string | undefined {
  const file = join(root, path);
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}
