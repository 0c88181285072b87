import { afterAll, beforeAll, expect, test } from 'vitest';
import { conditionOf } from '../../../src/engine/alerts/condition.ts';
import { faithfulnessDrop as rule } from '../../../src/engine/alerts/rules/faithfulness-drop.ts';
import { generate } from '../../../tools/demo/data/generate.ts';
import type { SpanRow } from '../../../tools/demo/data/rows.ts';
import { createStatements } from '../../../tools/evaluate/ledger/tables.ts';
import { firing, instancesIn, type Instances } from '../alerts/condition.ts';
import { load } from '../engine/rows.ts';
import { panel, startHost, type Host } from '../engine/support.ts';
import { scored, startJudge, type FakeJudge, type Question } from './judge.ts';
import { runOnce, tablesIn } from './worker.ts';

// The rule on faithfulness fires from our own judge’s scores alone, over the demo’s chats.

let host: Host;
let judge: FakeJudge;
const minute = 60_000;
const now = Date.now();
/** Scores are given now, and count once the rule’s window has reached them. */
const tick = now + 5 * minute;

/** Whether an answer says what the sources say that the demo’s prompt holds: a rule that stands for a model. */
function bySources({ user }: Question): ReturnType<typeof scored> {
  const said = (name: string) => new RegExp(`<${name}-[0-9a-f]+>\\n([^]*)\\n</${name}-`).exec(user)?.[1] ?? '';
  const [, sources = ''] = said('question').split('Sources: ');
  return said('answer') === sources ? scored(5, 'It says what the sources say.') : scored(1, 'It is made up.');
}

const yaml = () => `evaluators:
  - name: faithfulness
    kind: judge
    prompt: |
      Does the answer rely on the sources in the question alone?
      {{question}}
      {{answer}}
    filters: [{ dimension: feature, operator: in, values: [support-chat] }]
    sample: { rate: 0.5, by: call }
    concurrency: 16
    delaySeconds: 0
    model: { name: gpt-4o-mini, url: "${judge.url}" }
`;

/** The demo’s spans of the last twenty minutes, without the scores that its own judges gave, for a story told from \`t0\`. */
function demoSpans(t0: number): SpanRow[] {
  const spans: SpanRow[] = [];
  for (const chunk of generate({ t0, from: now - 20 * minute, to: now })) {
    spans.push(...chunk.spans.filter(({ ServiceName }) => ServiceName !== 'shop-web'));
  }
  return spans.map((span) => ({ ...span, 'Events.Timestamp': [], 'Events.Name': [], 'Events.Attributes': [] }));
}

async function judged(database: string, t0: number): Promise<Instances> {
  await load(host.url, database, { spans: demoSpans(t0), logs: [] });
  for (const statement of createStatements(tablesIn(database))) {
    await host.command(statement);
  }
  expect(scoresIn(await instances(database))).toEqual([]);
  expect((await runOnce(host, database, yaml())).done).toBe(true);
  // Forgets what the table held before there were any scores.
  await host.command('SELECT 1');
  return instances(database);
}

async function instances(database: string): Promise<Instances> {
  const request = panel(tick - rule.window * 1000, tick, { fromAlert: true });
  const query = { ...rule.statement, select: rule.show[rule.value] };
  const plan = await host.plan(query, request, { ...host.settings, database });
  return instancesIn(rule, 'feature', await host.run(plan));
}

/** The mean scores, by feature: retrieval’s calls, without a prompt version, have none. */
const scoresIn = (found: Instances) =>
  found.filter(({ values }) => Number(values['S'] ?? 0) > 0).map(({ label, values }) => [label, values['A']]);

beforeAll(async () => {
  host = await startHost();
  host.now = () => tick;
  judge = await startJudge(bySources);
}, 120_000);
afterAll(async () => {
  await judge?.close();
  await host?.close();
});

test('it fires for the prompt version that leaves its sources, and for nothing else', async () => {
  const found = await judged('bad', now);
  expect(firing(found, conditionOf(rule)), JSON.stringify(found)).toEqual(['support-chat']);
  expect(scoresIn(found)).toEqual([['support-chat', 1]]);
});

test('it does not fire for the version before', async () => {
  const found = await judged('good', now + 3 * 60 * minute);
  expect(firing(found, conditionOf(rule))).toEqual([]);
  expect(scoresIn(found)).toEqual([['support-chat', 5]]);
});
