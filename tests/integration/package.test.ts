import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { requireContents } from '../../tools/package/contents.ts';
import { zipPlugin } from '../../tools/package/zip.ts';

const files = [
  'plugin.json',
  'module.js',
  'module.js.map',
  'README.md',
  'dashboards/cost-attribution.json',
  'provisioning/alerting/faithfulness-drop.yaml',
  'datasource/plugin.json',
  'datasource/gpx_genai_clickhouse_linux_amd64',
  'datasource/gpx_genai_clickhouse_linux_arm64',
];
const leftBehind = ['datasource/standalone.txt', 'datasource/pid.txt', 'engine/tsconfig.json'];

let folder: string;
let dist: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'package-'));
  dist = join(folder, 'dist');
  for (const path of [...files, ...leftBehind]) {
    mkdirSync(dirname(join(dist, path)), { recursive: true });
    // File modes on disk must not matter.
    writeFileSync(join(dist, path), `contents of ${path}`, { mode: path.includes('gpx_') ? 0o600 : 0o777 });
  }
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

interface Entry {
  name: string;
  mode: number;
}

/** Reads the central directory of a zip without a comment: 46 bytes and the name for each entry. */
function entriesOf(file: string): Entry[] {
  const zip = readFileSync(file);
  const end = zip.length - 22;
  expect(zip.readUInt32LE(end)).toBe(0x06054b50);
  const entries: Entry[] = [];
  let at = zip.readUInt32LE(end + 16);
  for (let left = zip.readUInt16LE(end + 10); left > 0; left--) {
    const [name, extra, comment] = [28, 30, 32].map((offset) => zip.readUInt16LE(at + offset)) as [
      number,
      number,
      number,
    ];
    entries.push({ name: zip.toString('utf8', at + 46, at + 46 + name), mode: zip.readUInt32LE(at + 38) >>> 16 });
    at += 46 + name + extra + comment;
  }
  return entries;
}

const pack = (name = 'plugin.zip') => zipPlugin(dist, 'genai-observability-app', join(folder, name));

describe('the release archive', () => {
  test('has one folder, named as the plugin, with everything that was built', async () => {
    const { file } = await pack();
    expect(entriesOf(file).map(({ name }) => name)).toEqual(
      [...files].sort().map((path) => `genai-observability-app/${path}`)
    );
  });

  test('makes executables executable and nothing else', async () => {
    const { file } = await pack();
    for (const { name, mode } of entriesOf(file)) {
      expect([name, (mode & 0o777).toString(8)]).toEqual([name, name.includes('/gpx_') ? '755' : '644']);
    }
  });

  test('is the same for the same files, whenever they were written', async () => {
    const first = await pack('first.zip');
    for (const path of files) {
      utimesSync(join(dist, path), new Date(2001, 1, 1), new Date(2001, 1, 1));
    }
    const second = await pack('second.zip');
    expect(second.sha256).toBe(first.sha256);
  });

  test('has its checksum beside it, in the form that sha256sum -c reads', async () => {
    const { file, sha256, bytes } = await pack();
    const content = readFileSync(file);
    expect(content.length).toBe(bytes);
    expect(createHash('sha256').update(content).digest('hex')).toBe(sha256);
    expect(readFileSync(`${file}.sha256`, 'utf8')).toBe(`${sha256}  plugin.zip\n`);
  });

  test('is refused while something is missing', () => {
    expect(() => requireContents(dist)).toThrow('The release is missing: CHANGELOG.md, LICENSE, img/logo.svg');
  });
});
