import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Lease, LeaseLost } from '../../../tools/evaluate/ledger/lease.ts';
import { startHost, type Host } from '../engine/support.ts';
import { createDatabase, rows, serverOf, tablesIn } from './worker.ts';

// Who may write, by the server's clock.

let host: Host;
const database = 'leases';
const times = { seconds: 6, margin: 2, settle: 1 };
const leaseOf = (evaluator: string, worker: string) =>
  new Lease(serverOf(host, { ...host.settings, database }), tablesIn(database), evaluator, worker, times);

beforeAll(async () => {
  host = await startHost();
  await createDatabase(host, database);
  await host.command(`CREATE TABLE ${database}.written (by String) ENGINE = MergeTree ORDER BY by`);
}, 120_000);
afterAll(() => host?.close());

const write = (lease: Lease, by: string) =>
  lease.write(`INSERT INTO ${database}.written SELECT {by:String} WHERE ${lease.condition()}`, { by });
const written = async (by: string) =>
  Number((await rows(host, `SELECT count() AS n FROM ${database}.written WHERE by = '${by}'`))[0]?.['n']);

test('of several workers that bid at once one has it', async () => {
  for (let round = 0; round < 3; round++) {
    const leases = Array.from({ length: 4 }, (_, n) => leaseOf(`once-${round}`, `w${n}`));
    const taken = await Promise.all(leases.map((lease) => lease.take()));
    expect(taken.filter(Boolean)).toHaveLength(1);
    const results = await Promise.allSettled(leases.map((lease, n) => write(lease, `${round}-${n}`)));
    expect(results.map(({ status }) => status === 'fulfilled')).toEqual(taken);
  }
});

test('each evaluator has its own', async () => {
  expect(await Promise.all([leaseOf('a', 'v').take(), leaseOf('b', 'w').take()])).toEqual([true, true]);
});

test('one that is given back is free at once', async () => {
  const [first, second] = [leaseOf('given', 'v'), leaseOf('given', 'w')];
  expect(await first.take()).toBe(true);
  expect(await second.take()).toBe(false);
  await first.release();
  expect(await leaseOf('given', 'w').take()).toBe(true);
  await expect(write(first, 'given')).rejects.toThrow(LeaseLost);
  expect(await written('given')).toBe(0);
});

test('a worker that stood still writes nothing any more, whatever it believes', async () => {
  const [stopped, next] = [leaseOf('stopped', 'v'), leaseOf('stopped', 'w')];
  expect(await stopped.take()).toBe(true);
  await write(stopped, 'early');
  await sleep((times.seconds - times.margin) * 1000);
  // Its lease is not over, but too near to its end for a statement.
  await expect(write(stopped, 'late')).rejects.toThrow(LeaseLost);
  await sleep(times.margin * 1000);
  expect(await next.take()).toBe(true);
  await write(next, 'next');
  await expect(stopped.renew()).rejects.toThrow(LeaseLost);
  await expect(write(stopped, 'late')).rejects.toThrow(LeaseLost);
  expect(await Promise.all(['early', 'late', 'next'].map(written))).toEqual([1, 0, 1]);
});

test('one that is renewed lasts', async () => {
  const lease = leaseOf('renewed', 'v');
  expect(await lease.take()).toBe(true);
  for (let beat = 0; beat < 4; beat++) {
    await sleep(2000);
    await lease.renew();
  }
  await write(lease, 'renewed');
  expect(await written('renewed')).toBe(1);
  expect(await leaseOf('renewed', 'w').take()).toBe(false);
});

test('what ClickHouse quotes in an error is not repeated', async () => {
  const server = {
    ...serverOf(host, { ...host.settings, database }),
    write: () =>
      Promise.reject(new Error('Code: 26. DB::Exception: Cannot parse "what was said". (CANNOT_PARSE_QUOTED_STRING)')),
  };
  const lease = new Lease(server, tablesIn(database), 'quoted', 'v', times);
  const failure = await lease.write('INSERT', {}).catch((thrown: unknown) => String(thrown));
  expect(failure).toContain('code 26, CANNOT_PARSE_QUOTED_STRING');
  expect(failure).not.toContain('said');
});
