import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { root } from './paths.ts';

const KEPT = 20_000;

/** Runs a command in the project's folder, and shows its output only if it fails. `onLine` receives each line of stderr. */
export function runQuietly(
  command: string,
  args: string[],
  env: Record<string, string> = {},
  onLine: (line: string) => void = () => {}
): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...env },
    });
    let output = '';
    const keep = (chunk: Buffer) => (output = (output + chunk.toString()).slice(-KEPT));
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    createInterface({ input: child.stderr }).on('line', onLine);
    child.once('error', reject);
    child.once('close', (code) =>
      code === 0 ? resolve() : reject(new Error(`${output}\n"${command} ${args.join(' ')}" ended with ${code}`))
    );
  });
}
