import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';

/** The spans that instrumentation libraries wrote, with one folder each; its README.md describes the files. */
const folder = fileURLToPath(new URL('../../corpus', import.meta.url));

export const libraries: readonly string[] = readdirSync(folder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)
  .sort();

/** Reads rows of a library; '' if it wrote none. */
export function rowsOf(library: string, name: 'traces' | 'logs'): string {
  const path = `${folder}/${library}/${name}.ndjson.gz`;
  return existsSync(path) ? gunzipSync(readFileSync(path)).toString() : '';
}

/** Reads what the models' server served to a library. */
export const truthText = (library: string): string => readFileSync(`${folder}/${library}/truth.json`, 'utf8');
