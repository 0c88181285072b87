import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { endChild } from '../build/end.ts';
import { root } from '../build/paths.ts';
import { forget } from '../build/stamp.ts';
import { frontend } from '../build/steps.ts';

const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
const webpack = join(root, 'node_modules/webpack/bin/webpack.js');

export interface Watching {
  /** Resolves after the first build, and rejects if webpack ends before. */
  built: Promise<void>;
  close(): Promise<void>;
}

/** Starts webpack for development, which rebuilds what changes. Calls `tell` with each line of its output. */
export function watchFrontend(tell: (line: string) => void): Watching {
  // A development build must not be taken for a release by the next build.
  forget(frontend.id);
  const child = spawn(
    process.execPath,
    ['--import', tsx, webpack, '-w', '-c', './webpack.config.ts', '--env', 'development', '--stats', 'errors-warnings'],
    { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], detached: true }
  );
  const ended = new Promise<void>((done) => child.once('exit', () => done()));
  const built = new Promise<void>((resolve, reject) => {
    const hear = (chunk: Buffer) => {
      const text = chunk.toString();
      text.split('\n').filter(Boolean).forEach(tell);
      if (/compiled (successfully|with)/.test(text)) {
        resolve();
      }
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.once('exit', (code) => reject(new Error(`webpack ended with ${code}`)));
  });
  return { built, close: () => endChild(child, ended, 5000) };
}
