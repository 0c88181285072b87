import { spawn, spawnSync } from 'node:child_process';
import { createInterface } from 'node:readline';
import { goEnvironment } from '../build/go.ts';
import { root } from '../build/paths.ts';
import { keepResults, type Counts } from './results.ts';

/** A line of `go test -json`, which is about the package if it names no test. */
interface Event {
  Action: string;
  Package?: string;
  Test?: string;
  Output?: string;
  ImportPath?: string;
}

const kinds: Record<string, keyof Counts> = { pass: 'passed', fail: 'failed', skip: 'skipped' };

const env = { ...process.env, ...goEnvironment };

/** Vets the backend and runs its tests, prints a line per package and the details of failures, and keeps the counts. */
function main(): void {
  const vetted = spawnSync('go', ['vet', './pkg/...'], { cwd: root, stdio: 'inherit', env });
  if (vetted.status !== 0) {
    process.exitCode = vetted.status ?? 1;
    return;
  }
  // Vetting again would only repeat some of it.
  const child = spawn('go', ['test', '-json', '-vet=off', './pkg/...', ...process.argv.slice(2)], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
    env,
  });
  const counts: Counts = { passed: 0, failed: 0, skipped: 0 };
  const outputs = new Map<string, string>();
  const failed = new Set<string>();

  createInterface({ input: child.stdout }).on('line', (line) => {
    const event = parsed(line);
    if (!event) {
      console.log(line);
      return;
    }
    const { Action, Package = event.ImportPath ?? '', Test, Output = '' } = event;
    const key = `${Package} ${Test ?? ''}`;
    outputs.set(key, (outputs.get(key) ?? '') + Output);
    const kind = kinds[Action];
    if (kind === 'failed' || Action === 'build-fail') {
      process.stdout.write(outputs.get(key) ?? '');
    }
    if (kind && Test) {
      counts[kind]++;
      if (kind === 'failed') {
        failed.add(Package);
      }
    } else if (kind === 'failed' && !failed.has(Package)) {
      // The package did not build, or crashed.
      counts.failed++;
    } else if (kind) {
      console.log(`${Action.padEnd(4)} ${Package}`);
    }
  });
  child.once('error', (error) => {
    console.error(error.message);
    process.exitCode = 1;
  });
  child.once('close', (code) => {
    keepResults('go', counts);
    process.exitCode = code ?? 1;
  });
}

function parsed(line: string): Event | undefined {
  try {
    return JSON.parse(line) as Event;
  } catch {
    return undefined;
  }
}

main();
