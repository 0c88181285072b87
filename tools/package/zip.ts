import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { basename, dirname, join, relative, sep } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { ZipFile } from 'yazl';

/** The earliest time that a zip can store, used for all files so that the same files give the same archive. */
const mtime = new Date(1980, 0, 1);
const modes = { executable: 0o100755, other: 0o100644 };

/** Matches files that are left over from debugging, or of no use to Grafana. */
const leftOut = /(^|\/)(standalone\.txt|pid\.txt|\.DS_Store|tsconfig\.json)$/;

const isExecutable = (path: string) => /(^|\/)gpx_[^/]+$/.test(path);

/** Lists the files of the folder, with / as separator, in code point order. */
export function packaged(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .filter((path) => !leftOut.test(path))
    .sort((a, b) => (a < b ? -1 : 1));
}

export interface Archive {
  file: string;
  bytes: number;
  sha256: string;
}

/** Zips a built plugin as the catalogue requires: everything in one folder named after the plugin. Also writes <file>.sha256. */
export async function zipPlugin(folder: string, id: string, file: string): Promise<Archive> {
  const zip = new ZipFile();
  for (const path of packaged(folder)) {
    const mode = isExecutable(path) ? modes.executable : modes.other;
    // The other kind of timestamp is in UTC and would depend on this machine's time zone.
    zip.addBuffer(await readFile(join(folder, path)), `${id}/${path}`, { mtime, mode, forceDosTimestamp: true });
  }
  zip.end();
  const content = await buffer(zip.outputStream);
  const sha256 = createHash('sha256').update(content).digest('hex');
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, content);
  await writeFile(`${file}.sha256`, `${sha256}  ${basename(file)}\n`);
  return { file, bytes: content.length, sha256 };
}
