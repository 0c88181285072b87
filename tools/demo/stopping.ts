/** Returns a signal that aborts on Ctrl-C and SIGTERM; a second one ends the process immediately. */
export function untilStopped(): AbortSignal {
  const stopped = new AbortController();
  const stop = () => {
    if (stopped.signal.aborted) {
      process.exit(130);
    }
    stopped.abort();
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  return stopped.signal;
}

/** Resolves when the signal aborts. */
export const aborted = (signal: AbortSignal): Promise<undefined> =>
  new Promise((done) => {
    if (signal.aborted) {
      done(undefined);
    }
    signal.addEventListener('abort', () => done(undefined), { once: true });
  });
