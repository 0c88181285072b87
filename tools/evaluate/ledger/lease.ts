import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { quoteText } from '../../../src/engine/sql/print.ts';
import { select, type Server } from '../server.ts';
import { notWritten } from './messages.ts';
import type { Tables } from './tables.ts';

/** How long a lease lasts, in seconds of the server’s clock. */
export interface LeaseTimes {
  seconds: number;
  /** A statement that needs the lease must have begun this long before its end, and takes less than this. */
  margin: number;
  /** How long a bidder waits for bids that were made at the same moment; a bid takes less than this. */
  settle: number;
}

export const usualTimes: LeaseTimes = { seconds: 60, margin: 20, settle: 3 };

/** Says that another worker may have taken over. */
export class LeaseLost extends Error {}

/** What the server says where a statement needs a lease that is over. */
const lost = 'the lease of this evaluator is over';

/**
 * The right to decide for an evaluator, which one worker has at a time. All of it is by the server's clock and within its statements:
 *
 *   bid       a row, unless a lease is live; a bid is written within `settle` seconds, or not at all
 *   wait      `settle` seconds, after which every bid of that moment is there
 *   hold      the earliest bid that is live has it
 *   write     each statement that writes results fails unless the lease lasts for `margin` seconds more, and stops before these are over
 *
 * A worker that was stopped or cannot reach the server for longer finds its statements refused, whatever it believes.
 */
export class Lease {
  readonly #lease = randomUUID();
  readonly #server: Server;
  readonly #leases: string;
  readonly #evaluator: string;
  readonly #worker: string;
  readonly #times: LeaseTimes;

  constructor(server: Server, { sql }: Tables, evaluator: string, worker: string, times: LeaseTimes) {
    this.#server = server;
    this.#leases = sql.leases;
    this.#evaluator = quoteText(evaluator);
    this.#worker = quoteText(worker);
    this.#times = times;
  }

  /** Bids for the lease, once; false if another worker has it. */
  async take(): Promise<boolean> {
    const { settle, seconds } = this.#times;
    await this.#write(
      `${quoteText(this.#lease)}, now64(6, 'UTC'), now64(3, 'UTC') + toIntervalSecond(${seconds}), 0`,
      `(SELECT count() FROM (${this.#live()})) = 0`,
      settle
    );
    await sleep(settle * 1000);
    const isOurs = (await this.#holder()) === this.#lease;
    if (!isOurs) {
      await this.release();
    }
    return isOurs;
  }

  /** Makes it last from now. Throws LeaseLost where it is over. */
  async renew(): Promise<void> {
    const bid = `(SELECT min(Bid) FROM ${this.#leases} WHERE Lease = ${quoteText(this.#lease)})`;
    const { seconds, margin } = this.#times;
    await this.#write(
      `${quoteText(this.#lease)}, ${bid}, now64(3, 'UTC') + toIntervalSecond(${seconds}), 0`,
      this.condition(),
      margin
    );
    if ((await this.#holder()) !== this.#lease) {
      throw new LeaseLost(lost);
    }
  }

  /** Lets another worker have it at once. */
  async release(): Promise<void> {
    const { settle } = this.#times;
    await this.#write(`${quoteText(this.#lease)}, now64(6, 'UTC'), now64(3, 'UTC'), 1`, '1', settle);
  }

  /** Writes what only the holder may. Throws LeaseLost where it is over. */
  async write(sql: string, params: Record<string, string> = {}): Promise<void> {
    try {
      await this.#server.write({ sql, params, settings: this.#within(this.#times.margin) });
    } catch (thrown) {
      throw failureOf(thrown);
    }
  }

  /** A condition that is true while the lease lasts for long enough, and fails the statement otherwise. */
  condition(): string {
    const { margin } = this.#times;
    const until = `(SELECT max(Until) FROM ${this.#leases} WHERE Lease = ${quoteText(this.#lease)})`;
    const holder = `(SELECT argMin(Lease, (Bid, Lease)) FROM (${this.#live()}))`;
    const isHeld = `${holder} = ${quoteText(this.#lease)} AND ${until} > now64(3, 'UTC') + toIntervalSecond(${margin})`;
    return `throwIf(NOT ifNull(${isHeld}, 0), ${quoteText(lost)}) = 0`;
  }

  async #holder(): Promise<string> {
    const [row] = await select<{ holder: string }>(
      this.#server,
      `SELECT argMin(Lease, (Bid, Lease)) AS holder FROM (${this.#live()})`
    );
    return row?.holder ?? '';
  }

  /** The leases of the evaluator that are not over, with their bids. */
  #live(): string {
    return [
      `SELECT Lease, min(Bid) AS Bid FROM ${this.#leases} WHERE Evaluator = ${this.#evaluator}`,
      "GROUP BY Lease HAVING max(Until) > now64(3, 'UTC') AND max(Released) = 0",
    ].join(' ');
  }

  async #write(values: string, where: string, within: number): Promise<void> {
    const sql = [
      `INSERT INTO ${this.#leases} (Evaluator, Worker, Lease, Bid, Until, Released)`,
      `SELECT ${this.#evaluator}, ${this.#worker}, ${values} WHERE ${where}`,
    ].join('\n');
    try {
      await this.#server.write({ sql, params: {}, settings: this.#within(within) });
    } catch (thrown) {
      throw failureOf(thrown);
    }
  }

  /** A statement that takes longer writes nothing. */
  #within(seconds: number) {
    return { max_execution_time: Math.max(1, Math.floor(seconds) - 1), async_insert: 0 };
  }
}

/** What a statement failed with, without the values that ClickHouse may quote: an explanation quotes what was said. */
function failureOf(thrown: unknown): Error {
  const message = String(thrown);
  if (message.includes(lost)) {
    return new LeaseLost(lost);
  }
  const [, code] = /Code: (\d+)/.exec(message) ?? [];
  const [, name = ''] = /\(([A-Z][A-Z_]+)\)/.exec(message) ?? [];
  return code === undefined && thrown instanceof Error ? thrown : new Error(notWritten(code ?? '', name));
}
