import { setTimeout as sleep } from 'node:timers/promises';
import type { Evaluator } from '../config/schema.ts';
import { Lease, LeaseLost, type LeaseTimes } from '../ledger/lease.ts';
import type { Tables } from '../ledger/tables.ts';
import { Unpublished } from '../output/collector.ts';
import type { Output } from '../output/output.ts';
import type { Server } from '../server.ts';
import { remoteOf } from './asked.ts';
import { Gate } from './gate.ts';
import { longestWait } from './judgecall.ts';
import { pass, type Passed, type Range, type Running } from './pass.ts';

/** What happens to an evaluator, for whoever watches. */
export type Event =
  | { what: 'waiting' }
  | { what: 'leading' }
  | { what: 'passed'; passed: Passed }
  /** What was decided could be written where it goes, or is kept to be written later. */
  | { what: 'published' }
  | { what: 'unpublished'; message: string }
  | { what: 'paused'; seconds: number; why: string }
  | { what: 'lost' }
  | { what: 'error'; message: string };

export interface Work {
  server: Server;
  tables: Tables;
  output: Output;
  /** A past to decide for, too, where nothing else is due. */
  range?: Range | undefined;
  worker: string;
  times: LeaseTimes;
  /** Whether to stop once nothing is due that can be decided. */
  once: boolean;
  /** Seconds between passes where nothing is due. */
  interval: number;
  signal: AbortSignal;
  tell: (evaluator: Evaluator, event: Event) => void;
}

/** How far back results are looked for that were decided and not published, when a worker begins or while they cannot be written. */
const mostDays = 7;
/** The longest pause of an evaluator whose judge is out of reach, in seconds. */
const longestPause = 300;

/** Runs an evaluator until it is stopped, or with `once` until nothing is due; true if all that was due is decided. */
export async function work(evaluator: Evaluator, options: Work): Promise<boolean> {
  const { server, tables, output, range, worker, times, once, signal, tell } = options;
  const remote = remoteOf(evaluator, server.settings, Date.now());
  const callsPerMinute = evaluator.kind === 'check' ? undefined : evaluator.callsPerMinute;
  const gate = new Gate(callsPerMinute);
  const running: Running = { server, tables, evaluator, remote, gate, worker, output, range };
  // One that has the lease of a worker that was ended has it until its end.
  const patient = Date.now() + 2 * times.seconds * 1000;
  let errors = 0;
  while (!signal.aborted) {
    const lease = new Lease(server, tables, evaluator.name, worker, times);
    try {
      if (!(await lease.take())) {
        tell(evaluator, { what: 'waiting' });
        if (once && Date.now() > patient) {
          return false;
        }
        await rest(times.seconds / 4, signal);
        continue;
      }
      tell(evaluator, { what: 'leading' });
      const done = await lead(running, lease, options);
      errors = 0;
      if (once) {
        return done;
      }
    } catch (thrown) {
      if (thrown instanceof LeaseLost) {
        tell(evaluator, { what: 'lost' });
        continue;
      }
      tell(evaluator, { what: 'error', message: (thrown as Error).message });
      errors++;
      if (once && errors > 5) {
        return false;
      }
      await rest(Math.min(longestPause, 2 ** errors), signal);
    }
  }
  return true;
}

/** Passes again and again while the lease is held, which it gives back at its end; true if nothing is left that is due. */
async function lead(running: Running, lease: Lease, options: Work): Promise<boolean> {
  const { output, times, once, interval, signal, tell } = options;
  const { evaluator } = running;
  const renewal = renewing(lease, times);
  let [pauses, days] = [0, mostDays];
  try {
    const done = await passes();
    // Only where every statement has ended: one that failed here may still run there, and no other worker may begin before its end.
    await lease.release();
    return done;
  } finally {
    renewal.stop();
  }

  /** No score is lost while a collector takes none, so that judging goes on. */
  async function published(): Promise<boolean> {
    await output.spans?.flush();
    try {
      await output.publish(lease, evaluator, days);
      days = 1;
      tell(evaluator, { what: 'published' });
      return true;
    } catch (thrown) {
      if (!(thrown instanceof Unpublished)) {
        throw thrown;
      }
      days = mostDays;
      tell(evaluator, { what: 'unpublished', message: thrown.message });
      return false;
    }
  }

  async function passes(): Promise<boolean> {
    while (!signal.aborted) {
      renewal.check();
      const passed = await pass(running, lease);
      renewal.check();
      const isPublished = await published();
      tell(evaluator, { what: 'passed', passed });
      const why = passed.unavailable?.unavailable ?? (passed.capped && `cap_${passed.capped}`);
      const decided = passed.scored + total(passed.skipped) + total(passed.failed);
      if (why !== undefined && (decided === 0 || (passed.unavailable?.retryAfter ?? 0) > longestWait)) {
        if (once) {
          return false;
        }
        pauses++;
        const seconds = Math.min(longestPause, passed.unavailable?.retryAfter ?? 5 * 2 ** pauses);
        tell(evaluator, { what: 'paused', seconds, why });
        await rest(seconds, signal);
      } else if (passed.due === 0) {
        pauses = 0;
        if (once) {
          return isPublished;
        }
        await rest(interval, signal);
      }
    }
    return true;
  }
}

const total = (counts: Readonly<Record<string, number>>): number =>
  Object.values(counts).reduce((sum, one) => sum + one, 0);

/** Renews a lease in time; `check` throws if that failed. */
function renewing(lease: Lease, { seconds, margin }: LeaseTimes): { check: () => void; stop: () => void } {
  let failed: unknown;
  const timer = setInterval(
    () => {
      lease.renew().catch((thrown: unknown) => {
        // Where the server is out of reach, what is written says whether the lease was kept.
        failed = thrown instanceof LeaseLost ? thrown : failed;
      });
    },
    ((seconds - margin) * 1000) / 3
  );
  return {
    check: () => {
      if (failed !== undefined) {
        throw failed;
      }
    },
    stop: () => clearInterval(timer),
  };
}

/** Waits, unless the work is stopped. */
const rest = (seconds: number, signal: AbortSignal): Promise<void> =>
  sleep(seconds * 1000, undefined, { signal }).catch(() => undefined);
