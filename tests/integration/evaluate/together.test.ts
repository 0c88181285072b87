import { afterAll, beforeAll, expect, test } from 'vitest';
import { startHost, type Host } from '../engine/support.ts';
import { scored, startJudge, type FakeJudge } from './judge.ts';
import { createDatabase, ledger, rows, runOnce, spanId, writeCalls } from './worker.ts';

// Workers that run at once, and evaluators that do.

let host: Host;
let judge: FakeJudge;
const calls = 60;

beforeAll(async () => {
  host = await startHost();
  judge = await startJudge(() => ({ ...scored(4), after: 20 }));
}, 120_000);
afterAll(async () => {
  await judge?.close();
  await host?.close();
});

const judges = (...names: string[]) =>
  `evaluators:\n${names
    .map(
      (name) =>
        `  - { name: ${name}, kind: judge, builtIn: relevance, model: { name: gpt-4o-mini, url: "${judge.url}" } }\n`
    )
    .join('')}`;

const perCall = (database: string) =>
  rows(
    host,
    `SELECT LogAttributes['gen_ai.evaluation.name'] AS evaluator, SpanId AS span, count() AS n
     FROM ${database}.otel_logs GROUP BY evaluator, span`
  );

async function begin(database: string): Promise<void> {
  judge.asked = [];
  await createDatabase(host, database);
  await writeCalls(
    host,
    database,
    Array.from({ length: calls }, (_, n) => ({ question: `Question ${n}?`, answer: `Answer ${n}.` }))
  );
}

test('three workers at once ask about each call once', async () => {
  await begin('three');
  const yaml = judges('relevance');
  const runs = await Promise.all(['v', 'w', 'x'].map((worker) => runOnce(host, 'three', yaml, { worker })));
  expect(runs.map(({ done }) => done)).toEqual([true, true, true]);
  expect(judge.asked).toHaveLength(calls);
  expect(await ledger(host, 'three')).toHaveLength(calls);
  const records = await perCall('three');
  expect(records).toHaveLength(calls);
  expect(records.every(({ n }) => Number(n) === 1)).toBe(true);
});

test('each evaluator decides for itself, and each version', async () => {
  await begin('several');
  const yaml = judges('relevance', 'helpfulness');
  await runOnce(host, 'several', yaml);
  expect(await perCall('several')).toHaveLength(2 * calls);
  await runOnce(host, 'several', judges('relevance').replace('builtIn: relevance', 'builtIn: tone'));
  expect(judge.asked).toHaveLength(3 * calls);
  const versions = await rows(
    host,
    `SELECT LogAttributes['gen_ai.evaluation.evaluator.version'] AS version, count() AS n FROM several.otel_logs
     WHERE LogAttributes['gen_ai.evaluation.name'] = 'relevance' GROUP BY version`
  );
  expect(versions.map(({ n }) => Number(n))).toEqual([calls, calls]);
});

test('what was decided and not published is published by the next worker', async () => {
  await begin('unpublished');
  const yaml = judges('relevance');
  await runOnce(host, 'unpublished', yaml);
  // As if it had been ended in between.
  await host.command(
    `ALTER TABLE unpublished.otel_logs DELETE WHERE SpanId IN ('${spanId(3)}', '${spanId(7)}') SETTINGS mutations_sync = 1`
  );
  await runOnce(host, 'unpublished', yaml);
  expect(judge.asked).toHaveLength(calls);
  const records = await perCall('unpublished');
  expect(records).toHaveLength(calls);
  expect(records.every(({ n }) => Number(n) === 1)).toBe(true);
});
