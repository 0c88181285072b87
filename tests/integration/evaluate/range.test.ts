import { afterAll, beforeAll, expect, test } from 'vitest';
import { startHost, type Host } from '../engine/support.ts';
import { scored, startJudge, type FakeJudge } from './judge.ts';
import { createDatabase, ledger, runOnce, writeCalls } from './worker.ts';

// Backfill: a past range, the latest first, which goes on where it was stopped.

let host: Host;
let judge: FakeJudge;
const day = 86_400_000;

beforeAll(async () => {
  host = await startHost();
  judge = await startJudge(() => scored(4));
}, 120_000);
afterAll(async () => {
  await judge?.close();
  await host?.close();
});

const yaml = () => `evaluators:
  - name: relevance
    version: v1
    kind: judge
    builtIn: relevance
    concurrency: 1
    retries: 0
    cap: { day: 1 }
    model: { name: gpt-4o-mini, url: "${judge.url}" }
`;

const askedAbout = () => judge.asked.map(({ user }) => Number(/Answer (\d+)/.exec(user)?.[1]));

/** Calls 0 to 9 began ten days ago, the others lately. */
async function begin(database: string): Promise<{ from: number; to: number }> {
  judge.asked = [];
  judge.answer = () => scored(4);
  await createDatabase(host, database);
  const said = (n: number) => ({ question: `Question ${n}?`, answer: `Answer ${n}.` });
  const all = Array.from({ length: 13 }, (_, n) => said(n));
  const past = Date.now() - 10 * day;
  await writeCalls(host, database, all, (n) => (n < 10 ? past + n * 60_000 : Date.now() - 600_000 + n));
  return { from: past, to: past + 10 * 60_000 };
}

test('only a range brings back what began long ago, the latest first, after what is due now', async () => {
  const range = await begin('past');
  await runOnce(host, 'past', yaml());
  expect(askedAbout()).toEqual([12, 11, 10]);
  expect((await runOnce(host, 'past', yaml(), { range: { ...range, from: range.from + 5 * 60_000 } })).done).toBe(true);
  expect(askedAbout().slice(3)).toEqual([9, 8, 7, 6, 5]);
  // A wider range goes on with what is not decided.
  await runOnce(host, 'past', yaml(), { range });
  expect(askedAbout().slice(8)).toEqual([4, 3, 2, 1, 0]);
  await runOnce(host, 'past', yaml(), { range });
  expect(judge.asked).toHaveLength(13);
});

test('it goes on where it was stopped, with each call decided once', async () => {
  const range = await begin('stopped');
  judge.answer = (_, number) => (number > 7 ? { status: 429, headers: { 'retry-after': '3600' } } : scored(4));
  expect((await runOnce(host, 'stopped', yaml(), { range })).done).toBe(false);
  expect(judge.asked).toHaveLength(8);
  judge.answer = () => scored(4);
  expect((await runOnce(host, 'stopped', yaml(), { range })).done).toBe(true);
  const results = await ledger(host, 'stopped');
  expect(results.map(({ outcome }) => outcome)).toEqual(Array.from({ length: 13 }, () => 'scored'));
  // One was asked about in vain.
  expect(judge.asked).toHaveLength(14);
});

test('a range that ends later than now ends where calls are finished', async () => {
  const range = await begin('future');
  await runOnce(host, 'future', yaml(), { range: { from: range.from, to: Date.now() + day } });
  expect(judge.asked).toHaveLength(13);
  await runOnce(host, 'future', yaml(), { range: { from: Date.now() + day, to: Date.now() + 2 * day } });
  expect(judge.asked).toHaveLength(13);
});
