import { setTimeout as sleep } from 'node:timers/promises';
import type { Evaluator } from '../config/schema.ts';
import { Lease, LeaseLost, type LeaseTimes } from '../ledger/lease.ts';
import { logTableOf, publish } from '../ledger/publish.ts';
import type { Tables } from '../ledger/tables.ts';
import type { Server } from '../server.ts';
import { remoteOf } from './asked.ts';
import { Gate } from './gate.ts';
import { pass, type Passed, type Running } from './pass.ts';

/** What happens to an evaluator, for whoever watches. */
export type Event =
  | { what: 'waiting' }
  | { what: 'leading' }
  | { what: 'passed'; passed: Passed }
  | { what: 'paused'; seconds: number; why: string }
  | { what: 'lost' }
  | { what: 'error'; message: string };

export interface Work {
  server: Server;
  tables: Tables;
  worker: string;
  times: LeaseTimes;
  /** Whether to stop once nothing is due that can be decided. */
  once: boolean;
  /** Seconds between passes where nothing is due. */
  interval: number;
  signal: AbortSignal;
  tell: (evaluator: Evaluator, event: Event) => void;
}

/** How far back scores are looked for that were decided and not published, when a worker begins. */
const daysAtFirst = 7;
/** The longest pause of an evaluator whose judge is out of reach, in seconds. */
const longestPause = 300;

/** Runs an evaluator until it is stopped, or with `once` until nothing is due; true if all that was due is decided. */
export async function work(evaluator: Evaluator, options: Work): Promise<boolean> {
  const { server, tables, worker, times, once, signal, tell } = options;
  const remote = remoteOf(evaluator, server.settings, Date.now());
  const callsPerMinute = evaluator.kind === 'check' ? undefined : evaluator.callsPerMinute;
  const running: Running = { server, tables, evaluator, remote, gate: new Gate(callsPerMinute), worker };
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
  const { server, tables, times, once, interval, signal, tell } = options;
  const { evaluator } = running;
  const logs = await logTableOf(server);
  const renewal = renewing(lease, times);
  let [pauses, days] = [0, daysAtFirst];
  try {
    const done = await passes();
    // Only where every statement has ended: one that failed here may still run there, and no other worker may begin before its end.
    await lease.release();
    return done;
  } finally {
    renewal.stop();
  }

  async function passes(): Promise<boolean> {
    while (!signal.aborted) {
      renewal.check();
      const passed = await pass(running, lease);
      renewal.check();
      await publish(tables, logs, lease, evaluator, days);
      days = 1;
      tell(evaluator, { what: 'passed', passed });
      const why = passed.unavailable?.unavailable ?? (passed.capped && `cap_${passed.capped}`);
      const decided = passed.scored + total(passed.skipped) + total(passed.failed);
      if (why !== undefined && decided === 0) {
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
          return true;
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
