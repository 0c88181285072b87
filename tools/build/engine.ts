/**
 * Bundles the engine for the backend, which embeds it: pkg/engine/bundle.js.
 * es2020 is what sobek runs; no platform, because the engine has none.
 */
import { buildSync } from 'esbuild';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

const result = buildSync({
  absWorkingDir: root,
  entryPoints: ['src/engine/main.ts'],
  outfile: 'pkg/engine/bundle.js',
  bundle: true,
  format: 'iife',
  target: 'es2020',
  platform: 'neutral',
  mainFields: ['module', 'main'],
  charset: 'utf8',
  minifySyntax: true,
  legalComments: 'inline',
  metafile: true,
  logLevel: 'warning',
});

for (const [file, { bytes }] of Object.entries(result.metafile.outputs)) {
  process.stdout.write(`${file} ${Math.round(bytes / 1024)} KiB\n`);
}
