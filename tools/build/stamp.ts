import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { buildCache, root } from './paths.ts';

/** Lists the files below paths, which are relative to the project and may be files, folders or missing; in a fixed order. */
export function filesBelow(paths: string[], skip: RegExp): string[] {
  return paths
    .map((path) => join(root, path))
    .filter((path) => existsSync(path))
    .flatMap((path) => (statSync(path).isDirectory() ? entriesOf(path) : [path]))
    .map((path) => relative(root, path))
    .filter((path) => !skip.test(path))
    .sort();
}

const entriesOf = (folder: string) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));

/** Hashes names and contents of files, and whatever else determines the result. */
export function fingerprint(files: string[], ...rest: string[]): string {
  const hash = createHash('sha256').update(JSON.stringify(rest));
  for (const file of files) {
    hash.update(`\0${file}\0`).update(readFileSync(join(root, file)));
  }
  return hash.digest('hex');
}

const stampFile = (step: string) => join(buildCache, `${step}.stamp`);

export function isCurrent(step: string, inputs: string): boolean {
  return existsSync(stampFile(step)) && readFileSync(stampFile(step), 'utf8') === inputs;
}

/** Whether the step's outputs are those of its own last run. */
export const isStamped = (step: string): boolean => existsSync(stampFile(step));

export function stamp(step: string, inputs: string): void {
  mkdirSync(buildCache, { recursive: true });
  writeFileSync(stampFile(step), inputs);
}

/** Makes a step run again, because its outputs were written by something else. */
export const forget = (step: string): void => rmSync(stampFile(step), { force: true });
