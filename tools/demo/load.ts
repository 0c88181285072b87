import { step, type StepOptions, type Tell } from '../progress/step.ts';
import { DEFAULT_GENAI_SHARE, DEFAULT_SEED, generate } from './data/generate.ts';
import type { Chunk } from './data/rows.ts';
import { openStore, type Connection, type Loaded, type Store } from './data/store.ts';
import { storyStart, traffic } from './data/timeline.ts';

export interface LoadOptions extends Connection {
  /** Epoch milliseconds; now by default. */
  t0?: number;
  seed?: number;
  genAiShare?: number;
  progress?: StepOptions;
}

export interface LoadResult {
  t0: number;
  /** Rows written by this call. */
  spans: number;
  logs: number;
  /** Whether an earlier load was reused, and at most continued. */
  skipped: boolean;
}

type Written = Pick<LoadResult, 'spans' | 'logs'>;

/** The maximum age of a story for its load to be reused. */
const FRESH_MS = 30 * 60_000;
const BATCH_ROWS = 20_000;

/** Writes the rows that arrive in [loaded.written, to), and records the progress. */
function write(title: string, store: Store, loaded: Loaded, to: number, progress: StepOptions): Promise<Written> {
  return step(title, (tell) => fill(store, loaded, to, tell), progress);
}

async function fill(store: Store, loaded: Loaded, to: number, tell: Tell): Promise<Written> {
  // Weighs minutes by their traffic, because the last day has most of the rows.
  const minute = (index: number) => traffic((loaded.written - loaded.t0) / 60_000 + index);
  const wanted = Array.from({ length: Math.ceil((to - loaded.written) / 60_000) }, (_, index) => minute(index));
  const whole = wanted.reduce((sum, share) => sum + share, 0);
  const total = { spans: 0, logs: 0 };
  let minutes = 0;
  let done = 0;
  let batch: Chunk = { spans: [], logs: [] };
  const flush = async () => {
    await store.write(batch);
    total.spans += batch.spans.length;
    total.logs += batch.logs.length;
    batch = { spans: [], logs: [] };
    tell({ done, total: whole });
  };
  for (const { spans, logs } of generate({ ...loaded, from: loaded.written, to })) {
    batch.spans.push(...spans);
    batch.logs.push(...logs);
    done += minute(minutes++);
    if (batch.spans.length + batch.logs.length >= BATCH_ROWS) {
      await flush();
    }
  }
  await flush();
  await store.mark({ ...loaded, written: to });
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
  const { t0 = Date.now(), seed = DEFAULT_SEED, genAiShare = DEFAULT_GENAI_SHARE, progress = {} } = options;
  const store = openStore(url, options);
  try {
    const wanted = { t0, seed, genAiShare };
    const earlier = await reusable(store, wanted, options);
    if (earlier) {
      const total = await write('Demo data, continued', store, earlier, Math.max(earlier.written, t0), progress);
      return { t0: earlier.t0, ...total, skipped: true };
    }
    await store.drop();
    await store.create();
    const total = await write('Demo data', store, { ...wanted, written: storyStart(t0) }, t0, progress);
    return { t0, ...total, skipped: false };
  } finally {
    await store.close();
  }
}
