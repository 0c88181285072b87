import { afterAll, beforeAll, expect, test } from 'vitest';
import { grafanaRule } from '../../../src/engine/alerts/grafana.ts';
import { alertRules } from '../../../src/engine/alerts/index.ts';
import { rangesOf } from '../../../tools/cli/tiers/hours.ts';
import { fill } from '../../../tools/cli/tiers/fill.ts';
import { backtested, liveAt } from '../alerts/replay.ts';
import { begin, hours, randomTraffic } from '../alerts/traffic.ts';
import { KeepingHost } from '../budgets/host.ts';
import { load } from '../engine/rows.ts';
import { panel, startHost, type Host } from '../engine/support.ts';
import { createTiers, fillerOf } from '../../../tools/bench/filler.ts';

// Tests that rules, replays and budgets say the same where closed hours are read from their table.

const hour = 3_600_000;
const end = begin + hours * hour;
const closedTo = Math.floor(end / hour) * hour;
/** The hours of the traffic, of the last day and of those that baselines read, but for one that is open. */
const ofTraffic = Array.from({ length: 9 }, (_, back) =>
  [-2, -1, 0, 1].map((index) => Math.floor(begin / hour) + index - back * 24)
)
  .flat()
  .filter((at) => at !== Math.floor(begin / hour) - 48);
let spans: Host;
let closed: Host;

beforeAll(async () => {
  spans = await startHost();
  closed = { ...spans, settings: { ...spans.settings, database: 'closed' } };
  const traffic = randomTraffic(11);
  await load(spans.url, 'otel', traffic);
  await load(spans.url, 'closed', traffic);
  await createTiers(closed, closed.settings);
  const filler = fillerOf(closed, closed.settings);
  for (const range of rangesOf(ofTraffic)) {
    await fill(filler, range);
  }
}, 300_000);

afterAll(() => spans.close());

/** Sums in another order differ in their last digits. */
const rounded = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value), (_, part: unknown) =>
    typeof part === 'number' ? Number(part.toPrecision(9)) : part
  );

const ofMeasures = alertRules.filter(({ statement }) => statement.kind === 'measure');

test.each(ofMeasures.map((rule) => [rule.uid, rule] as const))('%s', async (_, rule) => {
  const { condition, data } = grafanaRule(rule);
  const request = {
    rule: {
      condition,
      data,
      noDataState: 'OK' as const,
      execErrState: 'Error' as const,
      for: rule.pending,
      keepFiringFor: 0,
    },
    from: begin,
    to: end,
    interval: 600,
  };
  expect(rounded(await backtested(closed, request))).toEqual(rounded(await backtested(spans, request)));
  const tick = closedTo + 600_000;
  const own = await closed.plan(data[0]?.model, panel(tick - hour, tick, { fromAlert: true }), closed.settings);
  expect(own.meta['reads']).toBeDefined();
  const ofClosed = {
    ...closed,
    plan: (...[query, asked]: Parameters<Host['plan']>) => closed.plan(query, asked, closed.settings),
  };
  expect(rounded(await liveAt(ofClosed, request, tick))).toEqual(rounded(await liveAt(spans, request, tick)));
});

test('budgets, their closed days and hours', async () => {
  const budgets = [
    { name: 'all', amount: 1, period: 'month', timezone: 'UTC' },
    { name: 'days', amount: 1, period: 'day', timezone: 'Asia/Kolkata' },
  ];
  const [one, other] = ['closed', 'otel'].map((database) => new KeepingHost(spans, { budgets, database })) as [
    KeepingHost,
    KeepingHost,
  ];
  for (const host of [one, other]) {
    host.now = end;
  }
  const request = panel(end - hour, end);
  const rows = rounded(await one.rows({ kind: 'budgets' }, request));
  expect(rows).toEqual(rounded(await other.rows({ kind: 'budgets' }, request)));
  expect(one.sent.filter(({ sql }) => sql.includes('genai_calls')).length).toBeGreaterThanOrEqual(2);
});
