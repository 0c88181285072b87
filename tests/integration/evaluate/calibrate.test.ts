import { afterAll, beforeAll, expect, test } from 'vitest';
import { calibrate } from '../../../tools/evaluate/calibration/calibrate.ts';
import { readLabels } from '../../../tools/evaluate/calibration/labels.ts';
import { startHost, type Host } from '../engine/support.ts';
import { scored, startJudge, type FakeJudge } from './judge.ts';
import { createDatabase, runOnce, serverOf, spanId, tablesIn, traceId, writeCalls } from './worker.ts';

// What humans say of calls, beside an evaluator’s scores.

let host: Host;
let judge: FakeJudge;
const database = 'calibrated';
const scores = [1, 2, 2, 3, 4, 4, 5, 5];

const yaml = (passFrom = '') => `evaluators:
  - name: relevance
    version: v${passFrom}
    kind: judge
    builtIn: relevance
    model: { name: gpt-4o-mini, url: "${judge.url}" }
${passFrom === '' ? '' : `    passFrom: ${passFrom}`}
`;

beforeAll(async () => {
  host = await startHost();
  judge = await startJudge(({ user }) => scored(scores[Number(/Answer (\d+)/.exec(user)?.[1])]));
  await createDatabase(host, database);
  await writeCalls(
    host,
    database,
    scores.map((_, n) => ({ question: `Question ${n}?`, answer: `Answer ${n}.` }))
  );
  await runOnce(host, database, yaml());
  await runOnce(host, database, yaml('3'));
}, 120_000);
afterAll(async () => {
  await judge?.close();
  await host?.close();
});

const csv = (labels: readonly (string | number)[]) =>
  `trace_id,span_id,label,note\n${labels.map((label, n) => `${traceId(n)},${spanId(n)},${label},"a, b"`).join('\n')}\n`;

const found = (text: string, version = 'v', passFrom?: number) =>
  calibrate(
    serverOf(host, { ...host.settings, database }),
    tablesIn(database),
    { name: 'relevance', version, passFrom },
    readLabels(text, 'f.csv')
  );

const verdicts = ['fail', 'fail', 'fail', 'pass', 'pass', 'pass', 'pass', 'pass'];

test('verdicts suggest a threshold, by which scores without one are compared', async () => {
  expect(await found(csv(verdicts))).toMatchObject({
    ...{ evaluator: 'relevance', version: 'v', labels: 8, unscored: 0, pairs: 8, agreement: 1, passFrom: 3 },
    ...{ classes: ['fail', 'pass'], kappa: { value: 1 }, suggested: { passFrom: 3, kappa: 1 } },
    confusion: [
      [3, 0],
      [0, 5],
    ],
  });
});

test('an evaluator’s own threshold is compared, and a better one suggested', async () => {
  const stricter = verdicts.map((verdict, n) => (n === 3 ? 'fail' : verdict));
  expect(await found(csv(stricter), 'v3', 3)).toMatchObject({
    ...{ pairs: 8, agreement: 7 / 8, passFrom: 3, suggested: { passFrom: 4, kappa: 1 } },
    confusion: [
      [3, 1],
      [0, 4],
    ],
  });
});

test('scores without any threshold are no verdicts', async () => {
  const against = verdicts.map((verdict) => (verdict === 'pass' ? 'fail' : 'pass'));
  expect(await found(csv(against))).toMatchObject({
    unscored: 0,
    pairs: 0,
    kappa: null,
    passFrom: null,
    suggested: null,
  });
});

test('scores are compared by class, and calls may be named by their response', async () => {
  const text = `response_id,label\n${[1, 2, 3, 3, 4, 4, 5, 5].map((label, n) => `r${n},${label}`).join('\n')}\nother,3\n`;
  expect(await found(text)).toMatchObject({
    ...{ labels: 9, unscored: 1, pairs: 8, agreement: 7 / 8, passFrom: null, suggested: null },
    classes: ['1', '2', '3', '4', '5'],
  });
});

test('nothing that was scored has no kappa', async () => {
  expect(await found(csv(verdicts), 'another')).toMatchObject({ unscored: 8, pairs: 0, kappa: null, suggested: null });
});

test.each([
  ['a label that is none', csv(['pass', 'maybe']), 'f.csv:3: write'],
  ['numbers among words', csv(['pass', 3]), 'f.csv:3: write'],
  ['a row about no call', 'span_id,label\n,pass\n', 'f.csv:2: write'],
  ['a file without rows', 'span_id,label\n', 'f.csv has no rows'],
  ['a row with more columns', 'span_id,label\na,pass,x\n', 'f.csv: Invalid Record Length'],
])('%s is refused', (_, text, message) => {
  expect(() => readLabels(text, 'f.csv')).toThrow(message);
});
