import { afterAll, beforeAll, expect, test } from 'vitest';
import { startHost, type Host } from '../engine/support.ts';
import { scored, startJudge, type FakeJudge } from './judge.ts';
import { createDatabase, rows, runOnce, writeCalls } from './worker.ts';

// Caps over the turn of a day, of a month and of a year, by a clock of the test's.

let host: Host;
let judge: FakeJudge;
/** What a call costs: 1,000 tokens and 100, at $10 a million. */
const each = 0.011;

beforeAll(async () => {
  host = await startHost();
  judge = await startJudge(() => scored(4));
}, 120_000);
afterAll(async () => {
  await judge?.close();
  await host?.close();
});

const yaml = (cap: string) => `evaluators:
  - name: relevance
    kind: judge
    builtIn: relevance
    retries: 0
    lookbackSeconds: 259200
    cap: ${cap}
    model: { name: gpt-4o-mini, url: "${judge.url}", price: { input: 10, output: 10 } }
`;

/** Calls that began some hours before the moment. */
async function begin(database: string, moment: string): Promise<void> {
  judge.asked = [];
  await createDatabase(host, database);
  const at = Date.parse(`${moment.replace(' ', 'T')}Z`) - 7_200_000;
  await writeCalls(
    host,
    database,
    Array.from({ length: 60 }, (_, n) => ({ question: `Question ${n}?`, answer: `Answer ${n}.` })),
    (n) => at + n
  );
}

/** Runs at a moment; returns how many calls were asked about, and which cap was reached. */
async function runAt(
  database: string,
  moment: string,
  cap: string
): Promise<[asked: number, capped: string | undefined]> {
  const before = judge.asked.length;
  const { events } = await runOnce(host, database, yaml(cap), { now: `toDateTime64('${moment}', 3, 'UTC')` });
  const capped = events.flatMap((event) => (event.what === 'passed' ? [event.passed.capped] : [])).at(-1);
  return [judge.asked.length - before, capped];
}

const spentIn = async (database: string, from: string, to: string) =>
  Number(
    (
      await rows(
        host,
        `SELECT toFloat64(sum(Cost)) AS spent FROM ${database}.genai_evaluation_results FINAL
         WHERE Decided >= toDateTime64('${from}', 3, 'UTC') AND Decided < toDateTime64('${to}', 3, 'UTC')`
      )
    )[0]?.['spent']
  );

test('a day’s cap is there again on the next day, a month’s is not', async () => {
  await begin('days', '2026-11-29 23:00:00');
  const cap = '{ day: 0.1, month: 0.15 }';
  const [first, why] = await runAt('days', '2026-11-29 23:59:00', cap);
  expect(first).toBeGreaterThanOrEqual(6);
  expect(why).toBe('day');
  expect((await runAt('days', '2026-11-29 23:59:59.999', cap))[0]).toBe(0);
  const [second, then] = await runAt('days', '2026-11-30 00:00:00', cap);
  expect(second).toBeGreaterThan(0);
  expect(then).toBe('month');
  expect(await spentIn('days', '2026-11-29 00:00:00', '2026-11-30 00:00:00')).toBeCloseTo(first * each, 9);
  expect(await spentIn('days', '2026-11-29 00:00:00', '2026-11-30 00:00:00')).toBeLessThanOrEqual(0.1);
  expect(await spentIn('days', '2026-11-01 00:00:00', '2026-12-01 00:00:00')).toBeLessThanOrEqual(0.15);
  // To the most that another call might have cost.
  expect((first + second + 1) * each).toBeGreaterThan(0.13);
});

test.each([
  ['month', '2026-11-30 23:59:59', '2026-12-01 00:00:00'],
  ['year', '2026-12-31 23:59:59', '2027-01-01 00:00:00'],
])('a month’s cap is there again at the turn of a %s', async (what, last, first) => {
  const database = `turn_of_${what}`;
  await begin(database, last);
  const cap = '{ month: 0.1 }';
  const [asked, why] = await runAt(database, last, cap);
  expect([asked > 5, why]).toEqual([true, 'month']);
  expect((await runAt(database, last, cap))[0]).toBe(0);
  expect((await runAt(database, first, cap))[0]).toBe(asked);
  expect(await spentIn(database, `${last.slice(0, 7)}-01 00:00:00`, first)).toBeLessThanOrEqual(0.1);
});

test('a clock that jumps back spends nothing beyond the cap of either day', async () => {
  await begin('jump', '2026-11-20 12:00:00');
  const cap = '{ day: 0.1 }';
  const [asked] = await runAt('jump', '2026-11-20 12:00:00', cap);
  expect(asked).toBeGreaterThan(5);
  // What was spent later is still spent.
  expect(await runAt('jump', '2026-11-19 12:00:00', cap)).toEqual([0, undefined]);
  expect(await runAt('jump', '2026-11-20 11:00:00', cap)).toEqual([0, 'day']);
});
