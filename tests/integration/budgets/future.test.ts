import { afterAll, beforeAll, expect, test } from 'vitest';
import { load, span } from '../engine/rows.ts';
import { expectClose, panel, startHost, type Host } from '../engine/support.ts';
import { KeepingHost } from './host.ts';

// Ranges that end in the future, such as "This month": what is closed follows from the clock.

const hour = 3_600_000;
const day = 24 * hour;
const midnight = Date.UTC(2026, 3, 20);
const now = midnight + 15 * hour;
const month = panel(Date.UTC(2026, 3, 1), Date.UTC(2026, 4, 1) - 1);
const query = { kind: 'budgets' };
const budgets = [{ name: 'all', amount: 1000, period: 'month', timezone: 'UTC' }];
const spent = (at: number, cost: number) =>
  span(at, { 'gen_ai.operation.name': 'chat', 'gen_ai.request.model': 'own', 'gen_ai.usage.cost': String(cost) });

let host: Host;

beforeAll(async () => {
  host = await startHost();
});

afterAll(() => host.close());

test('a budget of this month grows with what is spent, in its forecast and burn rates as well', async () => {
  const keeping = new KeepingHost(host, { budgets, delaySeconds: 0 });
  keeping.now = now;
  const history = Array.from({ length: 11 }, (_, index) => spent(midnight - (11 - index) * day + 15 * hour, 1));
  await load(host.url, 'otel', { spans: history, logs: [] });
  const [before] = await keeping.rows(query, month);
  expect(before).toMatchObject({ spent: 11, burn_1h: 0 });
  keeping.now = now + 2 * hour;
  await load(host.url, 'otel', { spans: [...history, spent(now + hour + 1, 50)], logs: [] });
  const [after] = await keeping.rows(query, month);
  expect(after).toMatchObject({ spent: 61 });
  expectClose(after?.['burn_1h'], 50 / (1000 / (30 * 24)), 'the burn rate of the last hour');
  expect(Number(after?.['forecast'])).toBeGreaterThan(61);
  expect(Number(after?.['forecast'])).toBeLessThan(1000);
  // The answer for the range's end and for the clock's time are one.
  const [atNow] = await keeping.rows(query, panel(keeping.now - hour, keeping.now));
  expect(after).toEqual(atNow);
});

test('a budget is told what a rule is told at the same moment', async () => {
  const keeping = new KeepingHost(host, { budgets, delaySeconds: 0 });
  keeping.now = now + 2 * hour;
  const rule = panel(keeping.now - hour, keeping.now, { fromAlert: true, intervalMs: 1000 });
  const [asRule] = await keeping.rows({ ...query, select: 'spent' }, rule);
  const [asPanel] = await keeping.rows(query, month);
  expect(asRule?.['spent']).toEqual(asPanel?.['spent']);
});
