import { progress } from './data/progress.ts';
import { DEFAULT_GENAI_SHARE, DEFAULT_SEED, generate } from './data/generate.ts';
import type { Chunk } from './data/rows.ts';
import { openStore, type Connection, type Loaded, type Store } from './data/store.ts';
import { storyStart } from './data/timeline.ts';

export interface LoadOptions extends Connection {
  /** Epoch milliseconds; now by default. */
  t0?: number;
  seed?: number;
  genAiShare?: number;
  /** Whether to hide the progress. */
  quiet?: boolean;
}

export interface LoadResult {
  t0: number;
  /** Rows written by this call. */
  spans: number;
  logs: number;
  /** Whether an earlier load was reused, and at most continued. */
  skipped: boolean;
}

/** The maximum age of a story for its load to be reused. */
const FRESH_MS = 30 * 60_000;
const BATCH_ROWS = 20_000;

/** Writes the rows that arrive in [loaded.written, to), and records the progress. */
async function write(
  store: Store,
  loaded: Loaded,
  to: number,
  quiet: boolean
): Promise<Pick<LoadResult, 'spans' | 'logs'>> {
  const bar = progress('Loading demo data', (to - loaded.written) / 60_000, quiet);
  const total = { spans: 0, logs: 0 };
  let minutes = 0;
  let batch: Chunk = { spans: [], logs: [] };
  const flush = async () => {
    await store.write(batch);
    total.spans += batch.spans.length;
    total.logs += batch.logs.length;
    batch = { spans: [], logs: [] };
    bar.update(minutes);
  };
  for (const { spans, logs } of generate({ ...loaded, from: loaded.written, to })) {
    batch.spans.push(...spans);
    batch.logs.push(...logs);
    minutes++;
    if (batch.spans.length + batch.logs.length >= BATCH_ROWS) {
      await flush();
    }
  }
  await flush();
  await store.mark({ ...loaded, written: to });
  bar.stop();
  return total;
}

/** Returns the earlier load if it tells the same story and is recent enough. */
async function reusable(store: Store, wanted: Omit<Loaded, 'written'>, options: LoadOptions): Promise<Loaded | null> {
  const found = await store.loaded();
  const same = found && found.seed === wanted.seed && found.genAiShare === wanted.genAiShare;
  const recent = found && (options.t0 === undefined ? wanted.t0 - found.t0 < FRESH_MS : wanted.t0 === found.t0);
  return same && recent ? found : null;
}

/**
 * Writes the demo's story to a ClickHouse server, in the tables of the collector's exporter. An earlier load is
 * continued up to now while it is fresh, and replaced otherwise.
 * @param url of the server's HTTP interface
 */
export async function loadDemo(url: string, options: LoadOptions = {}): Promise<LoadResult> {
  const { t0 = Date.now(), seed = DEFAULT_SEED, genAiShare = DEFAULT_GENAI_SHARE, quiet = false } = options;
  const store = openStore(url, options);
  try {
    const wanted = { t0, seed, genAiShare };
    const earlier = await reusable(store, wanted, options);
    if (earlier) {
      const total = await write(store, earlier, Math.max(earlier.written, t0), quiet);
      return { t0: earlier.t0, ...total, skipped: true };
    }
    await store.drop();
    await store.create();
    const total = await write(store, { ...wanted, written: storyStart(t0) }, t0, quiet);
    return { t0, ...total, skipped: false };
  } finally {
    await store.close();
  }
}
