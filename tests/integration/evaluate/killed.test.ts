import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { root } from '../../../tools/build/paths.ts';
import { startHost, type Host } from '../engine/support.ts';
import { scored, startJudge, type FakeJudge } from './judge.ts';
import { createDatabase, ledger, rows, writeCalls } from './worker.ts';

// Workers that are ended at any moment, and several at once: each call has exactly one result, and no spending is forgotten.

let host: Host;
let judge: FakeJudge;
const database = 'killed';
const folder = mkdtempSync(join(tmpdir(), 'evaluate-'));
const config = join(folder, 'evaluators.yaml');
const calls = 400;

beforeAll(async () => {
  host = await startHost();
  judge = await startJudge(({ user }) => ({ ...scored(1 + (Number(/Answer (\d+)/.exec(user)?.[1]) % 5)), after: 40 }));
  await createDatabase(host, database);
  await writeCalls(
    host,
    database,
    Array.from({ length: calls }, (_, n) => ({ question: `Question ${n}?`, answer: `Answer ${n}.` }))
  );
  writeFileSync(
    config,
    `evaluators:
  - name: relevance
    kind: judge
    builtIn: relevance
    concurrency: 4
    model: { name: gpt-4o-mini, url: "${judge.url}" }
  - { name: json, kind: check, check: json }
`
  );
}, 120_000);
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await judge?.close();
  await host?.close();
});

/** A worker in a process of its own, as the command line starts it. */
function startWorker(): { child: ChildProcess; said: () => string } {
  const options = [
    '--config',
    config,
    '--url',
    host.url,
    '--database',
    database,
    '--interval',
    '1',
    '--lease-seconds',
    '9',
  ];
  const child = spawn(process.execPath, ['--import', 'tsx', 'tools/cli/main.ts', 'evaluate', 'run', ...options], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  child.stdout.on('data', (data: Buffer) => (said += data.toString()));
  child.stderr.on('data', (data: Buffer) => (said += data.toString()));
  return { child, said: () => said };
}

const decided = async () =>
  Number(
    (
      await rows(host, `SELECT count() AS n FROM ${database}.genai_evaluation_results FINAL WHERE Outcome = 'scored'`)
    )[0]?.['n']
  );

test('each call has exactly one result', { timeout: 280_000 }, async () => {
  const workers = [startWorker(), startWorker()];
  const transcripts: string[] = [];
  let kills = 0;
  // The moments are any, and the same in every run of the test.
  const moments = [3100, 700, 5300, 1900, 4100, 2300];
  const until = Date.now() + 240_000;
  while ((await decided()) < 2 * calls && Date.now() < until) {
    const leading = workers.findIndex(({ said }) => said().includes('relevance decides'));
    if (leading >= 0 && kills < moments.length) {
      await sleep(moments[kills]);
      workers[leading]?.child.kill('SIGKILL');
      transcripts.push(workers[leading]?.said() ?? '');
      workers[leading] = startWorker();
      kills++;
    } else {
      await sleep(500);
    }
  }
  // The last worker writes what another had decided and not published.
  await sleep(12_000);
  workers.forEach(({ child }) => child.kill('SIGTERM'));
  const all = [...transcripts, ...workers.map(({ said }) => said())].join('\n---\n');
  expect(kills, all).toBeGreaterThanOrEqual(3);

  const results = await ledger(host, database);
  expect(
    results.filter(({ outcome }) => outcome !== 'scored'),
    all
  ).toEqual([]);
  expect(results).toHaveLength(2 * calls);
  const records = await rows(
    host,
    `SELECT LogAttributes['gen_ai.evaluation.name'] AS evaluator, SpanId AS span, count() AS n, any(LogAttributes['gen_ai.evaluation.score.value']) AS score
     FROM ${database}.otel_logs GROUP BY evaluator, span`
  );
  expect(records).toHaveLength(2 * calls);
  expect(records.filter(({ n }) => Number(n) !== 1)).toEqual([]);
  const ofJudge = records.filter(({ evaluator }) => evaluator === 'relevance');
  expect(ofJudge.filter(({ span, score }) => Number(score) !== 1 + ((parseInt(String(span), 16) - 1) % 5))).toEqual([]);

  // What an ended worker had asked and not written was paid for: the ledger knows of as much or more.
  const spent = results.reduce((sum, { cost }) => sum + Number(cost), 0);
  expect(judge.asked.length).toBeGreaterThanOrEqual(calls);
  expect(spent).toBeGreaterThanOrEqual(judge.asked.length * 0.00021 - 1e-9);
  // Nothing of what was said is in what workers say.
  expect(all).not.toMatch(/Question \d|Answer \d/);
});
