import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * The spans that instrumentation libraries wrote, with one folder each: `traces.ndjson` and `logs.ndjson` in the columns of the
 * collector's tables, and `truth.json` with what the models' server actually served.
 */
export const folder = resolve(
  process.env['GENAI_CORPUS'] ?? fileURLToPath(new URL('../../../../shared/corpus', import.meta.url))
);

export const libraries: readonly string[] = existsSync(folder)
  ? readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name)
      .sort()
  : [];

/** Reports that the data is missing, because a suite that is silently skipped proves nothing. */
export function sayMissing(): void {
  process.stderr.write(
    `\nSKIPPED: no corpus of library spans at ${folder}; set GENAI_CORPUS to the folder that holds one.\n\n`
  );
}

/** Reads a file; '' if the library wrote none. */
export function textOf(library: string, name: 'traces.ndjson' | 'logs.ndjson' | 'truth.json'): string {
  const path = `${folder}/${library}/${name}`;
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
}
