import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildCache } from '../build/paths.ts';

/** The number of a runner's tests, by outcome. */
export interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

const folder = join(buildCache, 'results');

export function clearResults(): void {
  rmSync(folder, { recursive: true, force: true });
}

/** Keeps a runner's counts, one file each, for the sum at the end. */
export function keepResults(runner: string, counts: Counts): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${runner}.json`), JSON.stringify(counts));
}

export function sumOfResults(): Counts {
  const files = existsSync(folder) ? readdirSync(folder) : [];
  return files.map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as Counts).reduce(added, none);
}

const none: Counts = { passed: 0, failed: 0, skipped: 0 };

const added = (a: Counts, b: Counts): Counts => ({
  passed: a.passed + b.passed,
  failed: a.failed + b.failed,
  skipped: a.skipped + b.skipped,
});
