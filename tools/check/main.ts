import { spawn } from 'node:child_process';
import pc from 'picocolors';
import { root } from '../build/paths.ts';

/** Scripts of package.json. Lanes run beside each other: what runs on one core, and what compiles Go; the rest needs both. */
const first = 'build:engine';
const lanes = [
  ['test:go', 'build'],
  ['typecheck', 'lint', 'unused', 'check:generated'],
];
const last = 'test:ts';

/** Runs every check that needs no browser. Ends with the first that fails, once the other lane has ended its own. */
async function main(): Promise<void> {
  const failed =
    !(await run(first, 'shown')) ||
    (await Promise.all(lanes.map(inOrder))).includes(false) ||
    !(await run(last, 'shown'));
  process.exitCode = failed ? 1 : 0;
}

async function inOrder(scripts: readonly string[]): Promise<boolean> {
  for (const script of scripts) {
    if (!(await run(script, 'kept'))) {
      return false;
    }
  }
  return true;
}

/** Runs a script. Output that is kept is written when it ends, so that lanes do not mix theirs. */
function run(script: string, output: 'shown' | 'kept'): Promise<boolean> {
  const started = Date.now();
  return new Promise((ended) => {
    const child = spawn('npm', ['run', '--silent', script], {
      cwd: root,
      stdio: output === 'shown' ? 'inherit' : ['ignore', 'pipe', 'pipe'],
      shell: process.platform === 'win32',
    });
    const chunks: Buffer[] = [];
    child.stdout?.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.stderr?.on('data', (chunk: Buffer) => chunks.push(chunk));
    const done = (isGood: boolean): void => {
      process.stdout.write(Buffer.concat(chunks));
      const seconds = pc.dim(`${((Date.now() - started) / 1000).toFixed(1)} s`);
      console.log(`${isGood ? pc.green('✓') : pc.red('✗')} npm run ${script} ${seconds}`);
      ended(isGood);
    };
    child.once('error', (error) => {
      chunks.push(Buffer.from(`${error.message}\n`));
      done(false);
    });
    child.once('close', (code) => done(code === 0));
  });
}

void main();
