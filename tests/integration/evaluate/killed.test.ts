import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { root } from '../../../tools/build/paths.ts';
import type { Health } from '../../../tools/evaluate/watch/health.ts';
import { startHost, type Host } from '../engine/support.ts';
import { scored, startJudge, type FakeJudge } from './judge.ts';
import { createDatabase, ledger, rows, writeCalls } from './worker.ts';

// Workers that are ended at any moment, and several at once: each call has exactly one result, and no spending is forgotten.

let host: Host;
let judge: FakeJudge;
const database = 'killed';
const folder = mkdtempSync(join(tmpdir(), 'evaluate-'));
const config = join(folder, 'evaluators.yaml');
const calls = 1000;
/** How many requests the judge has had when the worker that leads is ended: in the middle of passes, of writes, and of its beginning. */
const moments = [7, 333, 741];

beforeAll(async () => {
  host = await startHost();
  judge = await startJudge(({ user }) => ({ ...scored(1 + (Number(/Answer (\d+)/.exec(user)?.[1]) % 5)), after: 20 }));
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
    concurrency: 16
    model: { name: gpt-4o-mini, url: "${judge.url}" }
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
    '--listen',
    '127.0.0.1:0',
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

const count = async (of: string) => Number((await rows(host, `SELECT count() AS n FROM ${database}.${of}`))[0]?.['n']);

test('each call has exactly one result', { timeout: 280_000 }, async () => {
  const workers = [startWorker(), startWorker()];
  const transcripts: string[] = [];
  const leads = /relevance decides/;
  const answer = judge.answer;
  judge.answer = (question, number) => {
    if (moments[transcripts.length] !== undefined && judge.asked.length >= moments[transcripts.length]!) {
      const leading = workers.findIndex(({ said }) => leads.test(said()));
      if (leading >= 0) {
        workers[leading]?.child.kill('SIGKILL');
        transcripts.push(workers[leading]?.said() ?? '');
        workers[leading] = startWorker();
      }
    }
    return answer(question, number);
  };
  const until = Date.now() + 240_000;
  const isDone = async () =>
    (await count("genai_evaluation_results FINAL WHERE Outcome = 'scored'")) === calls &&
    (await count('otel_logs')) === calls;
  while (!(await isDone()) && Date.now() < until) {
    await sleep(500);
  }
  const health = await Promise.all(
    workers.map(async ({ said }) => {
      const [, address = ''] = /Serves (\S+)/.exec(said()) ?? [];
      return (await (await fetch(address)).json()) as Health;
    })
  );
  const ended = workers.map(({ child }) => new Promise((done) => child.once('exit', done)));
  workers.forEach(({ child }) => child.kill('SIGTERM'));
  await Promise.all(ended);
  const all = [...transcripts, ...workers.map(({ said }) => said())].join('\n---\n');
  expect(transcripts, all).toHaveLength(moments.length);

  expect(health.map(({ evaluators }) => evaluators[0]?.doing).sort(), all).toEqual(['deciding', 'waiting']);

  const results = await ledger(host, database);
  expect(
    results.filter(({ outcome }) => outcome !== 'scored'),
    all
  ).toEqual([]);
  expect(results).toHaveLength(calls);
  const records = await rows(
    host,
    `SELECT SpanId AS span, count() AS n, any(LogAttributes['gen_ai.evaluation.score.value']) AS score
     FROM ${database}.otel_logs GROUP BY span`
  );
  expect(records).toHaveLength(calls);
  expect(records.filter(({ n }) => Number(n) !== 1)).toEqual([]);
  expect(records.filter(({ span, score }) => Number(score) !== 1 + ((parseInt(String(span), 16) - 1) % 5))).toEqual([]);

  // What an ended worker had asked and not written was paid for: the ledger knows of as much or more.
  const spent = results.reduce((sum, { cost }) => sum + Number(cost), 0);
  expect(judge.asked.length).toBeGreaterThanOrEqual(calls);
  expect(spent).toBeGreaterThanOrEqual(judge.asked.length * 0.00021 - 1e-9);
  // Nothing of what was said is in what workers say.
  expect(all).not.toMatch(/Question \d|Answer \d/);
});
