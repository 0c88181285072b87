import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { noBudgets, unknownZone } from '../../../src/engine/budgets/messages.ts';
import type { Request, Statement } from '../../../src/engine/host.ts';
import { unknownName } from '../../../src/engine/messages.ts';
import { load } from '../engine/rows.ts';
import { expectClose, panel, startHost, type Host } from '../engine/support.ts';
import { KeepingHost, type Row } from './host.ts';
import { reference, type ReferenceBudget } from './reference.ts';
import { random, spansOf, traffic, type Call } from './traffic.ts';

const hour = 3_600_000;
const day = 24 * hour;
const spring = Date.UTC(2026, 1, 15);
const autumn = Date.UTC(2026, 8, 20);
const seasons = [traffic(spring, 62, 7), traffic(autumn, 62, 8)];
const calls = seasons.flat().sort((a, b) => a.at - b.at);

const zones = ['UTC', 'Europe/Paris', 'America/New_York', 'Asia/Kathmandu', 'Australia/Lord_Howe', 'Africa/Cairo'];
const periods = ['day', 'week', 'month'] as const;

const scopes: { name: string; filters: object[]; about: (call: Call) => boolean }[] = [
  { name: 'all', filters: [], about: () => true },
  {
    name: 'red chat',
    filters: [
      { dimension: 'team', operator: 'in', values: ['red'] },
      { dimension: 'attr:app.feature', operator: 'matches', values: ['^ch'] },
    ],
    about: ({ team, feature }) => team === 'red' && feature === 'chat',
  },
  { name: 'nothing', filters: [{ dimension: 'team', operator: 'in', values: ["o'hara"] }], about: () => false },
];

const saved = zones.flatMap((timezone, zone) =>
  periods.flatMap((period, place) => {
    const scope = scopes[(zone + place) % scopes.length];
    return scope
      ? [
          {
            name: `${scope.name}, ${period}, ${timezone}`,
            filters: scope.filters,
            amount: 100 + 50 * place,
            period,
            timezone,
          },
        ]
      : [];
  })
);
const budgets: ReferenceBudget[] = saved.map((budget) => ({
  ...budget,
  about: scopes.find(({ name }) => budget.name.startsWith(`${name},`))?.about ?? (() => false),
}));

const query = { kind: 'budgets', select: 'share_used' };
const alert = (to: number): Request => panel(to - hour, to, { fromAlert: true, intervalMs: 1000 });

let host: Host;
let keeping: KeepingHost;

beforeAll(async () => {
  host = await startHost();
  for (const season of seasons) {
    await load(host.url, 'otel', { spans: spansOf(season), logs: [] });
  }
  keeping = new KeepingHost(host, { budgets: saved });
});

afterAll(() => host.close());

function expectReference(rows: readonly Row[], end: number, of = budgets): void {
  expect(rows.map(({ budget }) => budget)).toEqual(of.map(({ name }) => name));
  rows.forEach((row, index) => {
    const budget = of[index];
    expect(budget).toBeDefined();
    const expected = budget ? reference(budget, calls, end) : {};
    for (const [name, value] of Object.entries(expected)) {
      expectClose(row[name], value, `${name} of ${budget?.name} at ${new Date(end).toISOString()}`);
    }
  });
}

/** Moments around everything that may go wrong. */
const moments: [string, number][] = [
  ['an ordinary moment', Date.UTC(2026, 2, 18, 15, 22)],
  ['a month’s first minute in UTC', Date.UTC(2026, 3, 1, 0, 1)],
  ['a month’s beginning in UTC', Date.UTC(2026, 3, 1)],
  ['a month’s last minute in UTC', Date.UTC(2026, 2, 31, 23, 59)],
  ['a month’s beginning in Paris', Date.UTC(2026, 2, 31, 22)],
  ['a month’s beginning in Kathmandu', Date.UTC(2026, 2, 31, 18, 15)],
  ['a Monday’s beginning in New York', Date.UTC(2026, 2, 9, 4)],
  ['spring in New York, before the hour that is not', Date.UTC(2026, 2, 8, 6, 58)],
  ['spring in New York, after it', Date.UTC(2026, 2, 8, 7, 3)],
  ['spring in Paris, after the hour that is not', Date.UTC(2026, 2, 29, 1, 30)],
  ['the day after', Date.UTC(2026, 2, 30, 10, 7)],
  ['autumn in Paris, in the hour that is twice', Date.UTC(2026, 9, 25, 1, 17)],
  ['autumn in New York, in the hour that is twice', Date.UTC(2026, 10, 1, 6, 43)],
  ['Lord Howe, when half an hour is twice', Date.UTC(2026, 3, 4, 15, 20)],
  ['Lord Howe, the day after', Date.UTC(2026, 3, 5, 15, 20)],
  ['summer in Cairo, whose day has no midnight', Date.UTC(2026, 3, 17, 22, 30)],
  ['two days of history', spring + 2 * day + 5 * hour],
  ['four days of history', spring + 4 * day + 5 * hour],
  ['ten days of history', spring + 10 * day + 5 * hour],
];

describe('every column is what it says', () => {
  test.each(moments)('%s', async (_, end) => {
    const delayed = end + 120_000;
    expectReference(await keeping.rows(query, alert(delayed)), end);
  });

  test('any moment', { timeout: 300_000 }, async () => {
    const next = random(11);
    for (let count = 0; count < 5; count++) {
      const end = Math.floor((count % 2 ? spring : autumn) + 3 * day + next() * 58 * day);
      const minute = Math.floor(end / 60_000) * 60_000;
      expectReference(await keeping.rows(query, alert(minute + 120_000 + Math.floor(next() * 59_000))), minute);
      // A panel's window is not moved.
      expectReference(await keeping.rows(query, panel(end - 1, end)), end);
    }
  });
});

describe('what is closed is read once', () => {
  const own = saved.filter(({ name }) => /(Paris|Kathmandu)$/.test(name));
  const ofOwn = budgets.filter(({ name }) => own.some((one) => one.name === name));
  const kindOf = ({ sql, params }: Statement): string =>
    'closed_end' in params
      ? 'open'
      : 'profile_from' in params
        ? `days ${params['zone']}`
        : 'rest_slot' in params
          ? 'hours'
          : /arrayJoin/.test(sql)
            ? `calendar ${params['zone']}`
            : 'source';

  /** Returns the statements that a rule's evaluation for that moment has to send. */
  async function sentFor(host: KeepingHost, end: number): Promise<string[]> {
    host.sent = [];
    expectReference(await host.rows(query, alert(end + 120_000)), end, ofOwn);
    return host.sent.map(kindOf).filter((kind) => kind !== 'source');
  }

  test('tick by tick over a night in which the month ends', { timeout: 300_000 }, async () => {
    const keeping = new KeepingHost(host, { budgets: own });
    const begin = Date.UTC(2026, 2, 31, 17, 1);
    const sent = new Map<number, string[]>();
    for (let end = begin; end < begin + 6 * hour; end += 11 * 60_000) {
      sent.set(end, await sentFor(keeping, end));
    }
    const all = [...sent.values()];
    const [first, ...later] = all;
    expect(first?.sort()).toEqual([
      'calendar Asia/Kathmandu',
      'calendar Europe/Paris',
      'days Asia/Kathmandu',
      'days Europe/Paris',
      'hours',
      'hours',
      'open',
    ]);
    // Each zone has one midnight; five hours end in Paris, six in Kathmandu.
    expect(
      later
        .flat()
        .filter((kind) => kind.startsWith('days'))
        .sort()
    ).toEqual(['days Asia/Kathmandu', 'days Europe/Paris']);
    expect(later.flat().filter((kind) => kind === 'hours')).toHaveLength(11);
    expect(later.flat().filter((kind) => kind.startsWith('calendar'))).toHaveLength(0);
    expect(all.every((kinds) => kinds.filter((kind) => kind === 'open').length === 1)).toBe(true);
    expect(all.filter((kinds) => kinds.length === 1).length).toBeGreaterThan(15);
  });

  test('a second tick in the hour sends one statement, which reads the open hour', async () => {
    const keeping = new KeepingHost(host, { budgets: own });
    const end = Date.UTC(2026, 2, 18, 15, 22);
    await sentFor(keeping, end);
    expect(await sentFor(keeping, end + 60_000)).toEqual(['open']);
    expect(keeping.sent).toHaveLength(1);
    const params = keeping.sent[0]?.params ?? {};
    // Kathmandu's hour began at a quarter past, Paris' on the hour.
    expect(params['from']).toBe(`${Date.UTC(2026, 2, 18, 15)}000000`);
    expect(params['to']).toBe(`${end + 60_000}000000`);
  });

  test('another rule of one budget finds what is closed, and so does a panel', async () => {
    const keeping = new KeepingHost(host, { budgets: own });
    const end = Date.UTC(2026, 2, 18, 15, 22);
    await sentFor(keeping, end);
    keeping.sent = [];
    const [last] = ofOwn.slice(-1);
    const rows = await keeping.rows({ ...query, budgets: [last?.name] }, alert(end + 120_000));
    expectReference(rows, end, last ? [last] : []);
    expectReference(await keeping.rows(query, panel(0, end + 31_000)), end + 31_000, ofOwn);
    expect(keeping.sent.map(kindOf)).toEqual(['open', 'open']);
  });

  test('spent is the measure cost, of the period', async () => {
    const keeping = new KeepingHost(host, { budgets: own });
    const end = Date.UTC(2026, 2, 31, 22, 17);
    const rows = await keeping.rows(query, panel(end - hour, end));
    for (const row of rows) {
      const { filters } = own.find(({ name }) => name === row['budget']) ?? { filters: [] };
      const measured = await keeping.rows(
        { kind: 'measure', measures: [{ id: 'cost' }, { id: 'unpriced_requests' }], filters },
        panel(Number(row['period_from']), end)
      );
      expectClose(row['spent'], Number(measured[0]?.['cost'] ?? 0), `cost of ${String(row['budget'])}`);
      expectClose(
        row['unpriced'],
        Number(measured[0]?.['unpriced_requests'] ?? 0),
        `unpriced of ${String(row['budget'])}`
      );
    }
  });
});

describe('what an alert rule reads', () => {
  test('one number with two labels, whichever it selects from the same statement', async () => {
    const request = alert(Date.UTC(2026, 2, 18, 15, 24));
    const [used, soft] = await Promise.all(
      ['share_used', 'soft'].map((select) => keeping.plan({ kind: 'budgets', select }, request))
    );
    expect(used?.statement).toEqual(soft?.statement);
    expect(used?.frame.type).toBe('numeric-long');
    const roles = (name: string) =>
      used?.frame.columns.filter(({ role }) => role === name).map((column) => column.name);
    expect(roles('label')).toEqual(['budget', 'period']);
    expect(roles('value')).toEqual(['share_used']);
    const [row] = await keeping.rows({ kind: 'budgets', select: 'soft' }, request);
    expect(row).toMatchObject({ soft: 0.7, hard: 1, period: 'day' });
  });
});

describe('what is wrong is said', () => {
  const end = Date.UTC(2026, 2, 18, 15, 22);
  const ask = (jsonData: Record<string, unknown>, more: object = {}) =>
    new KeepingHost(host, jsonData).rows({ ...query, ...more }, alert(end));
  const one = { name: 'one', amount: 1, period: 'day' };

  test('a zone that is not there, with the budget’s name', async () => {
    const budgets = [one, { ...one, name: 'the "red" one', timezone: 'Mars/Olympus' }];
    await expect(ask({ budgets })).rejects.toThrow(unknownZone('the "red" one', 'Mars/Olympus'));
  });

  test('no budgets, but for rules, which are there before any budget is', async () => {
    const panelOf = (jsonData: Record<string, unknown>) =>
      new KeepingHost(host, jsonData).rows(query, panel(end - hour, end));
    await expect(panelOf({})).rejects.toThrow(noBudgets());
    await expect(ask({}, { budgets: ['one'] })).rejects.toThrow(noBudgets());
    expect(await ask({})).toMatchObject([{ budget: 'none', share_used: 0, hard: 1 }]);
  });

  test('a name that no budget has', async () => {
    await expect(ask({ budgets: [one] }, { budgets: ['two'] })).rejects.toThrow(unknownName('budget', 'two', ['one']));
  });
});

describe('the resource for gateways', () => {
  const now = Date.now();
  const late: Call[] = [
    { at: now - 20 * 60_000, feature: 'chat', team: 'green', cost: 8, failed: false },
    { at: now - 15 * 60_000, feature: 'chat', team: 'green', cost: null, failed: false },
    { at: now - 15 * 60_000, feature: 'chat', team: 'grey', cost: null, failed: false },
  ];
  const of = (name: string, team: string, amount: number) => ({
    name,
    amount,
    period: 'month' as const,
    timezone: 'Europe/Paris',
    filters: [{ dimension: 'team', operator: 'in', values: [team] }],
    about: (call: Call) => call.team === team,
  });
  const green = [of('ok', 'green', 100), of('soft', 'green', 11), of('hard', 'green', 8), of('unknown', 'grey', 1)];

  test('says where each budget stands', async () => {
    await load(host.url, 'otel', { spans: spansOf(late), logs: [] });
    const keeping = new KeepingHost(host, { budgets: green.map(({ about: _, ...own }) => own) });
    const before = Date.now();
    keeping.now = before;
    const { status, body } = (await keeping.resource('budgets')) as {
      status: number;
      body: { at: number; budgets: (Row & { period: { from: number; to: number } })[] };
    };
    expect(status).toBe(200);
    expect(body.at % 60_000).toBe(0);
    expect(body.at).toBeGreaterThan(before - 120_000 - 60_000);
    expect(body.at).toBeLessThanOrEqual(Date.now() - 120_000);
    expect(body.budgets.map(({ name }) => name)).toEqual(green.map(({ name }) => name));
    body.budgets.forEach((row, index) => {
      const budget = green[index];
      // A month that began in these twenty minutes has none of it.
      const expected = budget ? reference(budget, late, body.at) : {};
      expect(row['state']).toBe(Number(expected['unpriced']) > 0 ? budget?.name : 'ok');
      for (const [name, value] of Object.entries({ ...expected, period_from: undefined, period_to: undefined })) {
        if (value !== undefined) {
          expectClose(row[name], value, `${name} of ${budget?.name}`);
        }
      }
      expect(row.period).toEqual({ name: 'month', from: expected['period_from'], to: expected['period_to'] });
    });
    keeping.sent = [];
    expect(await keeping.resource('/budgets')).toEqual({ status, body });
    expect(keeping.sent).toEqual([]);
  });
});
