import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { BacktestRequest } from '../../../src/engine/alerts/backtest/model.ts';
import { expressions } from '../../../src/engine/alerts/grafana.ts';
import { backtested } from '../alerts/replay.ts';
import { instant } from './canonical.ts';
import { load, span } from './rows.ts';
import { isClose, panel, startHost, withSql, type Host } from './support.ts';

// Tests days, months and baselines in a time zone, over a change of clocks. The reference uses JavaScript's own calendar.

const hour = 3_600_000;
const day = 24 * hour;
const begin = Date.UTC(2026, 2, 20);
const end = Date.UTC(2026, 4, 3);

/** Calls at odd moments: about one in 23 minutes, each of another cost. */
const calls = Array.from({ length: 2700 }, (_, index) => ({
  at: begin + index * 1_391_003 + (index % 7) * 1000,
  cost: 1 + (index % 5),
}));

let host: Host;

beforeAll(async () => {
  host = await startHost();
  const spans = calls.map(({ at, cost }) =>
    span(at, { 'gen_ai.operation.name': 'chat', 'gen_ai.usage.cost': String(cost) })
  );
  await load(host.url, 'otel', { spans, logs: [] });
});

afterAll(() => host.close());

const offsets = new Map<string, number>();
const formats = new Map<string, Intl.DateTimeFormat>();
const fields = ['year', 'month', 'day', 'hour', 'minute', 'second'] as const;

/** The clock of a zone, as if it were UTC. Zones are a whole number of quarters apart, and change on one. */
function wall(at: number, zone: string): number {
  const quarter = Math.floor(at / 900_000) * 900_000;
  const key = `${zone} ${quarter}`;
  const known = offsets.get(key);
  if (known !== undefined) {
    return at + known;
  }
  const format =
    formats.get(zone) ??
    new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      ...Object.fromEntries(fields.map((field) => [field, 'numeric'])),
    });
  formats.set(zone, format);
  const parts = format.formatToParts(quarter);
  const [year = 0, month = 0, day, hour, minute, second] = fields.map((field) =>
    Number(parts.find(({ type }) => type === field)?.value)
  );
  offsets.set(key, Date.UTC(year, month - 1, day, hour, minute, second) - quarter);
  return wall(at, zone);
}

/** The first quarter of an hour that has the same number of whole steps on the zone's clock. */
function bucketOf(at: number, step: number, zone: string): number {
  const place = (moment: number) => Math.floor(wall(moment, zone) / step);
  let first = Math.floor(at / 900_000) * 900_000;
  while (place(first - 900_000) === place(at)) {
    first -= 900_000;
  }
  return first;
}

async function series(step: number, measure: object, more: object, jsonData = {}, range = { from: begin, to: end }) {
  const query = { version: 1, kind: 'measure', format: 'timeseries', step: step / 1000, measures: [measure], ...more };
  const plan = await host.plan(query, panel(range.from, range.to), { ...host.settings, jsonData });
  const { rows } = await host.run(plan);
  return { plan, rows: rows.map(([time, value]) => [Number(instant(time as string) / 1_000_000n), Number(value)]) };
}

const summed = (key: (at: number) => number) => {
  const sums = new Map<number, number>();
  calls.forEach(({ at, cost }) => sums.set(key(at), (sums.get(key(at)) ?? 0) + cost));
  return [...sums].sort(([a], [b]) => a - b);
};

describe('buckets', () => {
  test.each([
    ['Europe/Berlin', day],
    ['Europe/Berlin', 6 * hour],
    ['Europe/Berlin', hour],
    ['Africa/Cairo', day],
    ['America/Los_Angeles', day],
    ['Asia/Kathmandu', day],
    ['Asia/Kathmandu', hour],
    ['Pacific/Apia', day],
    ['UTC', day],
  ])('of %s, %i ms', { timeout: 300_000 }, async (timezone, step) => {
    const expected = summed((at) => bucketOf(at, step, timezone));
    const { plan, rows } = await series(step, { id: 'cost' }, { timezone });
    withSql(plan, () => expect(rows).toEqual(expected));
  });

  test('follow the settings, and first the query', async () => {
    const inBerlin = summed((at) => bucketOf(at, day, 'Europe/Berlin'));
    const bySettings = await series(day, { id: 'cost' }, {}, { timezone: 'Europe/Berlin' });
    withSql(bySettings.plan, () => expect(bySettings.rows).toEqual(inBerlin));
    const byQuery = await series(day, { id: 'cost' }, { timezone: 'Europe/Berlin' }, { timezone: 'Asia/Tokyo' });
    withSql(byQuery.plan, () => expect(byQuery.rows).toEqual(inBerlin));
    const inUtc = await series(day, { id: 'cost' }, { timezone: 'UTC' }, { timezone: 'Asia/Tokyo' });
    withSql(inUtc.plan, () => expect(inUtc.rows).toEqual(summed((at) => Math.floor(at / day) * day)));
  });

  test('that are shorter than an hour are the same everywhere', async () => {
    const { plan, rows } = await series(hour / 4, { id: 'cost' }, { timezone: 'Asia/Kathmandu' });
    withSql(plan, () => expect(rows).toEqual(summed((at) => Math.floor(at / 900_000) * 900_000)));
  });
});

test.each([
  ['Europe/Berlin', day],
  ['Europe/Berlin', 12 * hour],
  ['America/Los_Angeles', day],
])('the month to date of %s, %i ms', { timeout: 300_000 }, async (timezone, step) => {
  const { plan, rows } = await series(step, { id: 'cost', as: 'month_to_date' }, { timezone });
  const monthOf = (at: number) => new Date(wall(at, timezone)).getUTCMonth();
  const expected = summed((at) => bucketOf(at, step, timezone)).map(([bucket]) => [
    bucket,
    calls
      .filter(({ at }) => monthOf(at) === monthOf(bucket) && bucketOf(at, step, timezone) <= bucket)
      .reduce((sum, { cost }) => sum + cost, 0),
  ]);
  withSql(plan, () => expect(rows).toEqual(expected));
});

/** The end of a window some days before, at the same time of the clock: that of the last moment before it. */
function before(at: number, days: number, zone: string): number {
  const last = at - 1;
  const guess = last - days * day;
  return at - days * day + wall(last, zone) - days * day - wall(guess, zone);
}

const sumIn = (from: number, to: number) =>
  calls.filter(({ at }) => at >= from && at < to).reduce((sum, { cost }) => sum + cost, 0);

describe('baselines', () => {
  const zone = 'Europe/Berlin';
  const periods = 3;
  const query = {
    version: 1,
    kind: 'measure',
    format: 'table',
    measures: [{ id: 'cost' }, { id: 'cost', compare: 'baseline', name: 'before' }],
    baseline: { offset: 86_400, periods },
    timezone: zone,
    step: 600,
    delay: 0,
  };
  const baselineOf = (to: number, length: number) => {
    const sums = Array.from({ length: periods }, (_, index) => before(to, index + 1, zone)).map((until) =>
      sumIn(until - length, until)
    );
    return sums.reduce((a, b) => a + b, 0) / periods;
  };
  /** Around the change of 29 March, at 01:00 UTC, and a day and three days later. */
  const moments = [-1, 0, 1, 2, 24, 25, 71, 73].map((hours) => Date.UTC(2026, 2, 29) + hours * hour + hour / 2);

  async function asked(to: number, length: number, fromAlert: boolean, more = {}) {
    const request = panel(to - length, to, { fromAlert });
    const select = fromAlert ? { select: 'before' } : {};
    const plan = await host.plan({ ...query, ...select, ...more }, request);
    const { columns, rows } = await host.run(plan);
    return { plan, value: rows[0]?.[columns.indexOf('before')] as number | null };
  }

  test.each([false, true])(
    'compare the same hours of the clock: by a rule %s',
    { timeout: 300_000 },
    async (fromAlert) => {
      for (const to of moments) {
        const { plan, value } = await asked(to, 2 * hour, fromAlert);
        withSql(plan, () =>
          expect([new Date(to).toISOString(), value]).toEqual([new Date(to).toISOString(), baselineOf(to, 2 * hour)])
        );
      }
    }
  );

  test('without a zone they are as many seconds apart', async () => {
    const to = Date.UTC(2026, 2, 29, 10);
    const { plan, value } = await asked(to, 2 * hour, true, { timezone: undefined });
    const expected = [1, 2, 3].reduce((sum, back) => sum + sumIn(to - back * day - 2 * hour, to - back * day), 0) / 3;
    withSql(plan, () => expect(isClose(value, expected)).toBe(true));
  });

  test('of whole days begin at midnight', async () => {
    const [from, to] = [Date.UTC(2026, 2, 28, 23), Date.UTC(2026, 2, 29, 22)];
    const { plan, value } = await asked(to, to - from, false);
    const days = [1, 2, 3].map((back) => sumIn(before(from, back, zone), before(to, back, zone)));
    const mean = days.reduce((a, b) => a + b, 0) / days.length;
    withSql(plan, () => expect(isClose(value, mean)).toBe(true));
    const start = before(to, 7, zone);
    const week = await asked(to, to - start, false, { baseline: { offset: 7 * 86_400, periods: 1 } });
    withSql(week.plan, () =>
      expect(isClose(week.value, sumIn(before(start, 7, zone), before(to, 7, zone)))).toBe(true)
    );
  });

  test('a series lies over the same hours of the clock', async () => {
    const range = { from: Date.UTC(2026, 2, 28), to: Date.UTC(2026, 2, 31) };
    const more = { timezone: zone, baseline: { offset: 7 * 86_400 } };
    const measure = { id: 'cost', compare: 'baseline', name: 'before' };
    const { plan, rows } = await series(hour, measure, more, {}, range);
    const expected = new Map<number, number>();
    const change = Date.UTC(2026, 2, 29, 1);
    for (let at = range.from; at < range.to; at += hour) {
      const start = before(at, 7, zone);
      const sum = sumIn(start, start + hour);
      expected.set(at, sum);
    }
    // The hour that the clock leaves out has no bucket of its own.
    const far = rows.filter(([at]) => Math.abs((at ?? 0) - change) > hour);
    withSql(plan, () => {
      expect(far.length).toBeGreaterThan(60);
      expect(far).toEqual(far.map(([at]) => [at, expected.get(at ?? 0)]));
    });
  });

  test('a replay compares with what a rule does', { timeout: 300_000 }, async () => {
    const entry = (refId: string, select: string) => ({
      refId,
      relativeTimeRange: { from: 7200, to: 0 },
      datasourceUid: 'uid',
      model: { refId, ...query, select },
    });
    const rule: BacktestRequest['rule'] = {
      condition: 'C',
      data: [
        entry('A', 'before'),
        {
          refId: 'C',
          relativeTimeRange: { from: 0, to: 0 },
          datasourceUid: expressions,
          model: { refId: 'C', type: 'math', expression: '$A > 1000000' },
        },
      ],
      noDataState: 'OK',
      execErrState: 'Error',
      for: 0,
    };
    const first = Date.UTC(2026, 2, 28);
    const count = 39;
    const request: BacktestRequest = { rule, from: first, to: first + count * 2 * hour, interval: 7200, chart: { refId: 'A', points: 2000 } }; // prettier-ignore
    const { chart } = await backtested(host, request);
    const values = chart[0]?.points.map(([, value]) => value) ?? [];
    expect(values.length).toBe(count);
    const ticks = values.map((_, index) => first + index * 7_200_000);
    expect(values).toEqual(ticks.map((to) => baselineOf(to, 2 * hour)));
  });
});
