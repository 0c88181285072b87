import { spawn, spawnSync } from 'node:child_process';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { root } from '../../../tools/build/paths.ts';
import { startHost, type Host } from '../engine/support.ts';
import { createDatabase, ledger, runOnce, writeCalls } from './worker.ts';

// The services in docs/examples, run by Python with modules in the place of their libraries.

/** Node and Go are all that the tests need of a machine; without Python these say that they were skipped. */
const hasPython = spawnSync('python3', ['--version']).status === 0;
if (!hasPython) {
  console.warn('There is no python3, so the examples of services in docs/examples were not run.');
}

let host: Host;
beforeAll(async () => {
  host = await startHost();
}, 120_000);
afterAll(() => host?.close());

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  await new Promise((done) => server.close(done));
  return port;
}

/** Starts an example; rejects with what it said where it ends before it listens. */
async function startService(name: string): Promise<{ url: string; close: () => void }> {
  const port = await freePort();
  const child = spawn('python3', [join(root, 'docs/examples', name)], {
    env: { ...process.env, PORT: String(port), PYTHONPATH: join(import.meta.dirname, 'python') },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let [said, hasEnded] = ['', false];
  child.stderr.on('data', (data: Buffer) => (said += data.toString()));
  child.once('exit', () => (hasEnded = true)).once('error', (error) => (said += error.message));
  const url = `http://127.0.0.1:${port}/`;
  while (
    !(await fetch(url).then(
      () => true,
      () => false
    ))
  ) {
    if (hasEnded || child.pid === undefined) {
      throw new Error(`${name}: ${said}`);
    }
    await sleep(100);
  }
  return { url, close: () => child.kill('SIGKILL') };
}

const calls = [
  { question: 'When?', answer: 'In two days.', context: 'In two days.' },
  { question: 'Where?', answer: 'On the moon.', context: 'In two days.' },
  { question: 'Hi!', answer: 'Hello.', context: 'In two days.' },
];

test.skipIf(!hasPython).each([
  [
    'ragas_service.py',
    [
      { outcome: 'scored', score: 1 },
      { outcome: 'scored', score: 0 },
      // Nothing is claimed: unknown, and no zero.
      { outcome: 'failed', reason: 'status_422', score: null },
    ],
  ],
  [
    'deepeval_service.py',
    [
      { outcome: 'scored', score: 1, label: 'pass', explanation: 'It is in the context.' },
      { outcome: 'scored', score: 0, label: 'fail', explanation: 'It is not in the context.' },
      { outcome: 'scored', score: 0, label: 'fail' },
    ],
  ],
])('%s scores what it is told', async (name, results) => {
  const service = await startService(name);
  const database = name.replace('.py', '');
  await createDatabase(host, database);
  await writeCalls(host, database, calls);
  try {
    await runOnce(
      host,
      database,
      `evaluators: [{ name: faithfulness, kind: http, url: "${service.url}", requires: [question, answer, context], timeoutSeconds: 60 }]`
    );
  } finally {
    service.close();
  }
  expect(await ledger(host, database)).toMatchObject(results);
});
