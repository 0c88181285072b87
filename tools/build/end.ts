import type { ChildProcess } from 'node:child_process';

/** Asks a child process to end, and kills it after `patienceMs`. `ended` settles when it is gone. */
export async function endChild(child: ChildProcess, ended: Promise<unknown>, patienceMs: number): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) {
    return;
  }
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), patienceMs);
  await ended;
  clearTimeout(timer);
}
