/** Runs a task now or, while as many run as are allowed, after those that came before it. */
export type Limit = <T>(task: () => Promise<T>, signal: AbortSignal) => Promise<T>;

/** Makes a first-in first-out limiter. A task whose signal aborts while it waits is not started: the promise rejects. */
export function limiter(most: number): Limit {
  let running = 0;
  const waiting: Array<() => void> = [];
  return async (task, signal) => {
    if (running >= most) {
      await new Promise<void>((resolve) => waiting.push(resolve));
    } else {
      running++;
    }
    try {
      signal.throwIfAborted();
      return await task();
    } finally {
      const next = waiting.shift();
      // The slot passes to the next in line; giving it back first would let a newcomer overtake.
      if (next) {
        next();
      } else {
        running--;
      }
    }
  };
}
