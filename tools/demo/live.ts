import { setTimeout as sleep } from 'node:timers/promises';
import type { ClickHouseClient } from '@clickhouse/client';
import { DEFAULT_GENAI_SHARE, DEFAULT_SEED, generate } from './data/generate.ts';
import type { Chunk } from './data/rows.ts';
import { openStore, type Connection } from './data/store.ts';

export interface LiveOptions extends Connection {
  /** The T0 that `loadDemo` returned, epoch milliseconds. */
  t0: number;
  seed?: number;
  genAiShare?: number;
  /** Stops writing. */
  signal?: AbortSignal;
  /** Milliseconds between two writes. */
  everyMs?: number;
  /** Called for a failed write, which is retried with the next one. */
  onError?: (error: unknown) => void;
}

/** Splits chunks by table, so that a failed write is repeated without repeating the previous one. */
function parts(chunks: Iterable<Chunk>): Chunk[] {
  const all = [...chunks];
  return [
    { spans: all.flatMap(({ spans }) => spans), logs: [] },
    { spans: [], logs: all.flatMap(({ logs }) => logs) },
  ];
}

/**
 * Continues the story where the load, or an earlier run, ended: every few seconds it writes the spans that have
 * ended and the scores that have been given. Resolves when the signal aborts.
 */
export async function startLive(to: string | ClickHouseClient, options: LiveOptions): Promise<void> {
  const { t0, seed = DEFAULT_SEED, genAiShare = DEFAULT_GENAI_SHARE, signal, everyMs = 5000, onError } = options;
  const store = openStore(to, options);
  const ended = () => signal?.aborted === true;
  try {
    const loaded = await store.loaded();
    let generated = loaded?.t0 === t0 ? loaded.written : t0;
    const pending: Chunk[] = [];
    while (!ended()) {
      const now = Date.now();
      pending.push(...parts(generate({ t0, seed, genAiShare, from: generated, to: now })));
      generated = now;
      try {
        for (let part = pending[0]; part; part = pending[0]) {
          await store.write(part);
          pending.shift();
        }
        await store.mark({ t0, seed, genAiShare, written: generated });
      } catch (error) {
        onError?.(error);
      }
      await sleep(everyMs, undefined, signal ? { signal } : {}).catch(() => {});
    }
  } finally {
    await store.close();
  }
}
