import { createHash } from 'node:crypto';
import { spawnSync } from 'node:child_process';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { here } from '../../build/platform.ts';
import { step } from '../../progress/step.ts';
import type { Grafana } from './grafana.ts';
import { cacheFolder, localGrafana } from './local.ts';
import { grafanaVersion } from './names.ts';

const CONNECT_TIMEOUT_MS = 8_000;

/** Returns the URL of the official release, an archive of one folder with a checksum next to it. */
function releaseUrl(): string {
  const { os, arch } = here();
  return `https://dl.grafana.com/oss/release/grafana-${grafanaVersion}.${os}-${arch}.tar.gz`;
}

/** Downloads the official release into the cache. Throws if it is not available. */
export async function fromDownload(): Promise<Grafana> {
  const url = releaseUrl();
  await mkdir(cacheFolder, { recursive: true });
  const work = await mkdtemp(join(cacheFolder, '.download-'));
  try {
    const archive = join(work, 'grafana.tar.gz');
    await download(url, archive);
    await check(archive, await text(`${url}.sha256`));
    return localGrafana(await unpack(archive, work));
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/** Sends a GET request, and gives up if there is no response soon; the body may take longer. */
async function get(url: string): Promise<Response> {
  const giveUp = new AbortController();
  const timer = setTimeout(() => giveUp.abort(), CONNECT_TIMEOUT_MS);
  try {
    const response = await fetch(url, { signal: giveUp.signal });
    if (!response.ok) {
      throw new Error(`status ${response.status}`);
    }
    return response;
  } catch (error) {
    const why = giveUp.signal.aborted ? 'no response' : reason(error);
    throw new Error(`${url} could not be downloaded: ${why}`, { cause: error });
  } finally {
    clearTimeout(timer);
  }
}

/** Returns the reason of a failed connection, which fetch hides in the cause. */
function reason(error: unknown): string {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  return cause instanceof Error ? cause.message : String(cause);
}

const text = async (url: string) => (await get(url)).text();

function download(url: string, file: string): Promise<void> {
  return step(`Grafana ${grafanaVersion} from its publisher`, async (tell) => {
    const response = await get(url);
    if (!response.body) {
      throw new Error(`${url} is empty`);
    }
    const total = Number(response.headers.get('content-length')) || 1;
    const body = Readable.fromWeb(response.body);
    let done = 0;
    body.on('data', (chunk: Buffer) => tell({ done: (done += chunk.length), total }));
    await pipeline(body, createWriteStream(file));
  });
}

async function check(file: string, published: string): Promise<void> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  if (hash.digest('hex') !== published.trim().split(/\s/)[0]) {
    throw new Error('The checksum of the downloaded Grafana does not match the published one. Try again.');
  }
}

async function unpack(archive: string, work: string): Promise<string> {
  const unpacked = join(work, 'unpacked');
  await mkdir(unpacked);
  const { status, stderr } = spawnSync('tar', ['-xzf', archive, '-C', unpacked], { encoding: 'utf8' });
  const [folder] = await readdir(unpacked);
  if (status !== 0 || folder === undefined) {
    throw new Error(`The downloaded Grafana could not be unpacked: ${stderr}`);
  }
  const home = join(cacheFolder, grafanaVersion);
  await rename(join(unpacked, folder), home);
  return home;
}
