import { afterAll, beforeAll, expect, test } from 'vitest';
import { load, span } from '../engine/rows.ts';
import { panel, startHost, type Host } from '../engine/support.ts';
import { KeepingHost } from './host.ts';

// What is new today does not make the closed days another question: they are 35, and read once a day.

const hour = 3_600_000;
const day = 24 * hour;
const midnight = Date.UTC(2026, 3, 20);
const query = { kind: 'budgets' };

let host: Host;

beforeAll(async () => {
  host = await startHost();
});

afterAll(() => host.close());

const spent = (at: number, cost: number, more: Record<string, string> = {}, scope = '') =>
  span(
    at,
    { 'gen_ai.operation.name': 'chat', 'gen_ai.request.model': 'own', 'gen_ai.usage.cost': String(cost), ...more },
    { ScopeName: scope }
  );

test.each([
  ['UTC', 15],
  ['Europe/Berlin', 23],
  ['America/Chicago', 25],
])('in %s, %i hours after midnight in UTC', { timeout: 300_000 }, async (timezone, after) => {
  const budgets = [{ name: 'all', amount: 1000, period: 'month', timezone }];
  const database = `of_${timezone.replace('/', '_')}_${after}`;
  const keeping = new KeepingHost(host, { budgets, delaySeconds: 0, database });
  const now = midnight + after * hour;
  const history = Array.from({ length: 10 }, (_, index) => spent(now - (10 - index) * day, 1));
  const ask = () => {
    keeping.sent = [];
    return keeping.rows(query, panel(keeping.now - hour, keeping.now));
  };
  const readsDays = () => keeping.sent.filter(({ params }) => 'profile_from' in params).length;

  keeping.now = now + hour / 2;
  await load(host.url, database, { spans: history, logs: [] });
  await ask();
  expect(readsDays()).toBe(1);

  // A model, a key, a library and a sampled span that no closed day has.
  const fresh = [
    spent(keeping.now - 1000, 5, { 'gen_ai.request.model': 'gpt-4o', 'app.feature': 'new' }),
    spent(keeping.now - 1000, 7, { 'gen_ai.request.model': 'mine', 'x.y': 'z' }, 'langfuse-sdk'),
    spent(keeping.now - 1000, 1, { SampleRate: '2' }),
  ];
  await load(host.url, database, { spans: [...history, ...fresh], logs: [] });
  for (const hours of [1.5, 1.6]) {
    keeping.now = now + hours * hour;
    const [row] = await ask();
    expect(row).toMatchObject({ spent: 10 + 14 });
    expect(readsDays()).toBe(0);
  }
});
