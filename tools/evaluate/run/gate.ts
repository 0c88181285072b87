import { setTimeout as sleep } from 'node:timers/promises';

const minute = 60_000;

/** Lets so many requests a minute through, evenly, and none before a time that a server named. */
export class Gate {
  readonly #apart: number;
  #next = 0;

  constructor(callsPerMinute: number | undefined) {
    this.#apart = callsPerMinute === undefined ? 0 : minute / callsPerMinute;
  }

  async pass(): Promise<void> {
    const now = Date.now();
    const at = Math.max(now, this.#next);
    this.#next = at + this.#apart;
    if (at > now) {
      await sleep(at - now);
    }
  }

  /** Holds everything back for so many seconds. */
  hold(seconds: number): void {
    this.#next = Math.max(this.#next, Date.now() + seconds * 1000);
  }
}

/** Runs a task for each item, so many at a time. */
export async function eachAtMost<Item>(
  items: readonly Item[],
  most: number,
  task: (item: Item) => Promise<void>
): Promise<void> {
  const rest = items.values();
  const lane = async () => {
    for (const item of rest) {
      await task(item);
    }
  };
  await Promise.all(Array.from({ length: Math.min(most, items.length) }, lane));
}
