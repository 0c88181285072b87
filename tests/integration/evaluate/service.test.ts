import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readConfig } from '../../../tools/evaluate/config/read.ts';
import { dryRun } from '../../../tools/cli/evaluate/dryrun.ts';
import { startHost, type Host } from '../engine/support.ts';
import { createDatabase, ledger, rows, runOnce, serverOf, tablesIn, writeCalls } from './worker.ts';

// Services of one’s own, checks, and tables of other collectors.

let host: Host;
beforeAll(async () => {
  host = await startHost();
}, 120_000);
afterAll(() => host?.close());

const said = [
  { question: 'Where is it?', answer: 'It is on its way.' },
  { question: 'And now?', answer: "I'm sorry, but I can't help with that." },
  { question: 'Who?', answer: 'Write to ada@example.org.' },
];

test('a service is told the variables, and its answer is a score', async () => {
  const asked: { body: unknown; authorization: string | undefined }[] = [];
  const answers = ['{"score": 0.8, "explanation": "fine"}', '{"score": "high"}', '{"score": 0, "passed": false}'];
  const server = createServer((request, response) => {
    let text = '';
    request.on('data', (data: Buffer) => (text += data.toString()));
    request.on('end', () => {
      const body = JSON.parse(text) as { variables: { question: string } };
      asked.push({ body, authorization: request.headers.authorization });
      response.end(answers[said.findIndex(({ question }) => question === body.variables.question)]);
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  process.env['TEST_SERVICE_KEY'] = 'k-2';
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/score`;
  await createDatabase(host, 'service');
  await writeCalls(host, 'service', said);
  await runOnce(
    host,
    'service',
    `evaluators:
  - { name: own, version: v1, kind: http, url: "${url}", keyEnv: TEST_SERVICE_KEY, retries: 0, variables: [question, answer] }`
  );
  server.close();
  expect(asked).toContainEqual({
    body: { evaluator: 'own', version: 'v1', variables: said[0] },
    authorization: 'Bearer k-2',
  });
  expect(await ledger(host, 'service')).toMatchObject([
    { outcome: 'scored', score: 0.8, label: '', explanation: 'fine', cost: null },
    { outcome: 'failed', reason: 'no_score', score: null },
    { outcome: 'scored', score: 0, label: 'fail' },
  ]);
});

const checks = `evaluators:
  - { name: refusal, kind: check, check: refusal }
  - { name: pii, kind: check, check: pii }
  - { name: short, kind: check, check: length, max: 18 }
`;

test('checks decide without asking anybody', async () => {
  await createDatabase(host, 'checks');
  await writeCalls(host, 'checks', said);
  await runOnce(host, 'checks', checks);
  const scores = (await ledger(host, 'checks')).map(({ evaluator, score }) => `${String(evaluator)} ${String(score)}`);
  expect(scores).toEqual([
    ...['pii 1', 'pii 1', 'pii 0'],
    ...['refusal 1', 'refusal 0', 'refusal 1'],
    ...['short 1', 'short 0', 'short 1'],
  ]);
});

test('a check of what is not redacted is refused', async () => {
  await createDatabase(host, 'unredacted');
  const jsonData = { content: { redact: { builtIn: false } } };
  await expect(runOnce(host, 'unredacted', checks, { jsonData })).rejects.toThrow('content.redact.builtIn is off');
});

const logs = (attributes: string, more = '') => `(Timestamp DateTime64(9), TraceId String, SpanId String,
  ServiceName LowCardinality(String), Body String, ResourceAttributes ${attributes}, LogAttributes ${attributes}${more})
  ENGINE = MergeTree ORDER BY (ServiceName, Timestamp)`;

test.each([
  ['older', logs('Map(LowCardinality(String), String)'), "LogAttributes['event.name']"],
  ['json', logs('JSON', ', EventName String'), 'EventName'],
])('scores are written once into a table of an %s collector', async (name, columns, event) => {
  const database = `logs_${name}`;
  await createDatabase(host, database);
  await host.command(`DROP TABLE ${database}.otel_logs`);
  await host.command(`CREATE TABLE ${database}.otel_logs ${columns}`);
  await writeCalls(host, database, said);
  for (let run = 0; run < 2; run++) {
    await runOnce(host, database, checks);
  }
  const events = await rows(host, `SELECT ${event} AS event, count() AS n FROM ${database}.otel_logs GROUP BY event`);
  expect(events.map((row) => [row['event'], Number(row['n'])])).toEqual([['gen_ai.evaluation.result', 9]]);
});

test('without a table of log records it says what is missing, and decides nothing', async () => {
  await createDatabase(host, 'nologs');
  await host.command('DROP TABLE nologs.otel_logs');
  await writeCalls(host, 'nologs', said);
  const run = runOnce(host, 'nologs', checks);
  await expect(run).rejects.toThrow('nologs.otel_logs, into which scores are written, was not found');
  expect(await ledger(host, 'nologs')).toEqual([]);
});

test('a dry run tells what would happen, and writes nothing', async () => {
  await createDatabase(host, 'dry');
  await writeCalls(host, 'dry', [...said, {}]);
  const lines: string[] = [];
  const { log } = console;
  console.log = (line: string) => lines.push(line);
  try {
    const config = `evaluators:
  - { name: tone, version: v1, kind: judge, builtIn: tone, model: { name: m, price: { input: 1000, output: 0 } } }
  - { name: free, version: v1, kind: judge, builtIn: tone, model: { name: m } }`;
    await dryRun(serverOf(host, { ...host.settings, database: 'dry' }), readConfig(config, 'f'));
  } finally {
    console.log = log;
  }
  const text = lines.join('\n');
  expect(text).toMatch(/tone +│ v1 +│ +4 │ 25% \(not_recorded\) +│ \$\d+\.\d\d/);
  expect(text).toMatch(/free +│ v1 +│ +4 │ 25% \(not_recorded\) +│ unknown/);
  const { sql } = tablesIn('dry');
  expect(await rows(host, `SELECT count() AS n FROM ${sql.results}`)).toEqual([{ n: 0 }]);
});
