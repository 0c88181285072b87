import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Writing } from '../../../src/engine/tiers/fill.ts';
import { keeping } from '../../../tools/cli/keeping.ts';
import { backfill } from '../../../tools/cli/tiers/backfill.ts';
import { check } from '../../../tools/cli/tiers/check.ts';
import { fill } from '../../../tools/cli/tiers/fill.ts';
import type { Filler } from '../../../tools/cli/tiers/filler.ts';
import { planText } from '../../../tools/cli/tiers/plan.ts';
import { statusText } from '../../../tools/cli/tiers/status.ts';
import { removeReplaced } from '../../../tools/cli/tiers/replaced.ts';
import { load, span } from '../engine/rows.ts';
import { panel, startHost, type Host } from '../engine/support.ts';
import { createTiers, fillerOf } from '../../../tools/bench/filler.ts';

// Tests which hours count, whatever became of the runs that wrote them.

const hour = 3_600_000;
const first = Date.UTC(2026, 2, 29, 8);
const window = { from: first, to: first + 3 * hour };
const options = { lateHours: 48, refill: false };
let host: Host;

/** What the hours hold is of the same kind in all tests, so that one census serves them. */
const census = keeping(
  async (statement) => ({ ok: true as const, ...(await host.answer(statement)) }),
  ({ slices }) => slices !== undefined
);
const filler = (): Filler => {
  const own = fillerOf(host);
  return { ...own, run: (statement) => (statement.slices ? census(statement) : own.run(statement)) };
};

const call = (at: number, feature = 'search') =>
  span(at, { 'gen_ai.operation.name': 'chat', 'gen_ai.request.model': 'gpt-4o', 'app.feature': feature });
const insert = (...spans: ReturnType<typeof call>[]) => load(host.url, 'otel', { spans, logs: [] });

beforeAll(async () => {
  host = await startHost();
});

afterAll(() => host.close());

/** Four calls in each of three hours. */
beforeEach(async () => {
  host.now = () => window.to + hour;
  await host.command('DROP DATABASE IF EXISTS otel');
  await insert(
    ...[0, 1, 2].flatMap((index) => [1, 2, 3, 4].map((minute) => call(first + index * hour + minute * 60_000)))
  );
  await createTiers(host);
});

const query = (more: object = {}) => ({
  version: 1,
  kind: 'measure',
  format: 'table',
  measures: [{ id: 'requests' }],
  groupBy: [],
  filters: [],
  ...more,
});

/** Counts by sums and by calls. The host forgets what it kept when a command is run. */
async function counted(more: object = {}, request = panel(window.from, window.to)) {
  const plan = await host.plan(query(more), request);
  const { columns, rows } = await host.run(plan);
  if (!('source' in more)) {
    const single = await host.run(await host.plan(query({ ...more, source: 'calls' }), request));
    expect(single.rows).toEqual(rows);
  }
  return {
    requests: Number(rows[0]?.[columns.indexOf('requests')] ?? 0),
    reads: plan.meta['reads'],
    sql: plan.statement.sql,
  };
}

describe('hours', () => {
  test('that are all closed are read without the spans, and no call is counted twice', async () => {
    await backfill(filler(), window, options);
    const { requests, reads, sql } = await counted();
    expect(requests).toBe(12);
    expect(reads).toMatchObject({ requests: { from: 'minutes', step: 3600 } });
    expect(sql).not.toContain('otel_traces');
  });

  test('that are closed in part are read beside the spans, also cut by the window', async () => {
    await fill(filler(), { from: first + hour, to: first + 2 * hour });
    expect(await counted()).toMatchObject({ requests: 12, reads: { requests: { from: 'minutes' } } });
    expect((await counted({}, panel(first + 150_000, first + hour + 150_000))).requests).toBe(4);
    expect((await counted({}, panel(first + hour + 150_000, first + 2 * hour + 150_000))).requests).toBe(4);
  });

  test('without a mark count for nothing: a run was ended before it', async () => {
    const whole = filler();
    const ended = {
      ...whole,
      write: (writing: Writing) =>
        writing.sql.includes('INTO `otel`.`genai_hours`') ? Promise.reject(new Error('killed')) : whole.write(writing),
    };
    await expect(fill(ended, window)).rejects.toThrow('killed');
    expect(Number(await host.command('SELECT count() FROM otel.genai_calls'))).toBe(12);
    const { requests, reads } = await counted();
    expect([requests, reads]).toEqual([12, undefined]);
    await removeReplaced(whole);
    expect(Number(await host.command('SELECT count() FROM otel.genai_calls'))).toBe(12);
    await host.command(
      `ALTER TABLE otel.genai_calls UPDATE Run = Run - 90000000 * 1024 WHERE 1 SETTINGS mutations_sync = 1`
    );
    await removeReplaced(whole);
    expect(Number(await host.command('SELECT count() FROM otel.genai_calls'))).toBe(0);
  });

  test('that two runs closed at once count once', async () => {
    await Promise.all([fill(filler(), window), fill(filler(), window)]);
    expect(Number(await host.command('SELECT count() FROM otel.genai_calls'))).toBe(24);
    expect((await counted()).requests).toBe(12);
  });

  test('are closed again with the next when spans came late, and the later run replaces the earlier', async () => {
    await backfill(filler(), window, options);
    await insert(call(first + 50_000), call(first + 51_000));
    expect((await counted()).requests).toBe(12);
    const again = await backfill(filler(), window, options);
    expect(again.hours).toBe(2);
    expect((await counted()).requests).toBe(14);
    expect((await backfill(filler(), window, options)).hours).toBe(0);
  });

  test('stay as they are when spans come later than that, which check finds', async () => {
    await backfill(filler(), window, options);
    await insert(call(first + 50_000));
    host.now = () => window.to + 100 * hour;
    expect((await backfill(filler(), window, options)).hours).toBe(0);
    const { different } = await check(filler(), { days: 6, hours: 12 });
    expect(different.map(([at, id, , calls, spans]) => [at, id, calls, spans])).toContainEqual([
      '2026-03-29T08:00',
      'requests',
      4,
      5,
    ]);
  });

  test('whose spans are gone are not filled again: the table of spans keeps them for some days only', async () => {
    await backfill(filler(), window, options);
    await insert(call(first + hour + 50_000));
    await host.command(
      `ALTER TABLE otel.otel_traces DELETE WHERE Timestamp < fromUnixTimestamp(${(first + hour) / 1000}) SETTINGS mutations_sync = 1`
    );
    expect((await backfill(filler(), window, { ...options, refill: true })).hours).toBe(2);
    await host.command("ALTER TABLE otel.genai_hours UPDATE Version = 'other' WHERE 1 SETTINGS mutations_sync = 1");
    expect((await backfill(filler(), window, { ...options, refill: true })).hours).toBe(2);
    const status = await statusText(filler(), 1);
    expect(status).toContain('1 hour has more than the spans table');
  });

  test('into which a span comes while they are filled are filled again', async () => {
    const whole = filler();
    let isLate = false;
    const during = {
      ...whole,
      write: async (writing: Writing) => {
        await whole.write(writing);
        if (!isLate) {
          isLate = true;
          await insert(call(first + 50_000));
        }
      },
    };
    await fill(during, window);
    expect((await counted()).requests).toBe(12);
    expect((await backfill(whole, window, options)).hours).toBe(2);
    expect((await counted()).requests).toBe(13);
  });

  test('count in the run that was made last, also after one from a clock that was ahead', async () => {
    await backfill(filler(), window, options);
    for (const table of ['genai_hours', 'genai_calls', 'genai_minutes']) {
      await host.command(`INSERT INTO otel.${table} SELECT * REPLACE (Run + 3600000 * 1024 AS Run) FROM otel.${table}`);
    }
    await insert(call(first + 50_000));
    expect((await backfill(filler(), window, options)).hours).toBe(2);
    expect((await counted()).requests).toBe(13);
    expect((await backfill(filler(), window, options)).hours).toBe(0);
  });

  test('that are not over by the server’s clock are refused', async () => {
    const ahead = Math.floor(Date.now() / hour) * hour + 2 * hour;
    await expect(fill(filler(), { from: ahead - hour, to: ahead })).rejects.toThrow('is not over');
  });

  test('of another version are read from the spans, until they are filled again', async () => {
    await backfill(filler(), window, options);
    await host.command("ALTER TABLE otel.genai_hours UPDATE Version = 'other' WHERE 1 SETTINGS mutations_sync = 1");
    expect((await counted()).reads).toBeUndefined();
    expect((await backfill(filler(), window, options)).hours).toBe(0);
    expect((await backfill(filler(), window, { ...options, refill: true })).hours).toBe(3);
    await host.command('SELECT 1');
    expect((await counted()).reads).toMatchObject({ requests: { from: 'minutes' } });
  });

  test('that other settings filled are not used: a tag may be another attribute', async () => {
    await backfill(filler(), window, options);
    const settings = { ...host.settings, jsonData: { tagKeys: { feature: ['my.feature'] } } };
    const plan = await host.plan(query(), panel(window.from, window.to), settings);
    expect(plan.meta['reads']).toBeUndefined();
  });

  test('whose marks are gone after the plan was made fail the statement, instead of giving a part', async () => {
    await backfill(filler(), window, options);
    const plan = await host.plan(query(), panel(window.from, window.to));
    await host.command(`ALTER TABLE otel.genai_hours DELETE WHERE Hour = ${first / 1000} SETTINGS mutations_sync = 1`);
    await expect(host.run(plan)).rejects.toThrow('genai_hours: marks are gone');
  });

  test('that a wrong clock marked before they are over are read from the spans', async () => {
    await backfill(filler(), window, options);
    host.now = () => first + 2 * hour + 600_000;
    await insert(call(first + 2 * hour + 500_000));
    expect((await counted()).requests).toBe(13);
  });
});

describe('commands', () => {
  test('say what would be gained, and what is there', async () => {
    host.now = () => window.to + hour;
    expect(await planText(filler())).toContain('got 12 rows, of which 12 would be kept as calls (100 %)');
    await backfill(filler(), { from: first, to: first + 2 * hour }, options);
    const status = await statusText(filler(), 1);
    expect(status).toContain('2 of 24 hours are filled, up to 2026-03-29 10:00 UTC, 120 minutes ago.');
    expect(status).toContain('22 hours are to be filled.');
    expect(await check(filler(), { days: 1, hours: 12 })).toEqual({ checked: 2, different: [] });
  });
});

test('commands say that there are no tables', async () => {
  await host.command('DROP TABLE otel.genai_calls');
  await expect(backfill(filler(), window, options)).rejects.toThrow('Run "tiers apply"');
  await expect(statusText(filler(), 1)).rejects.toThrow('Run "tiers apply"');
});

describe('tables', () => {
  test.each([
    ['half created', 'DROP TABLE otel.genai_hours'],
    ['with a column renamed', 'ALTER TABLE otel.genai_calls RENAME COLUMN Provider TO Vendor'],
    ['with a column missing', 'ALTER TABLE otel.genai_calls DROP COLUMN Retried'],
    ['with a column of another type', 'ALTER TABLE otel.genai_calls MODIFY COLUMN SpanId LowCardinality(String)'],
  ])('%s are not read', async (_, change) => {
    await backfill(filler(), window, options);
    await host.command(change);
    expect(await counted()).toMatchObject({ requests: 12, reads: undefined });
  });
});

describe('the table of minutes', () => {
  test.each([
    ['that is not there', 'DROP TABLE otel.genai_minutes'],
    ['with a column renamed', 'ALTER TABLE otel.genai_minutes RENAME COLUMN Provider TO Vendor'],
  ])('%s is not read, nor written', async (_, change) => {
    await backfill(filler(), window, options);
    await host.command(change);
    expect(await counted()).toMatchObject({ requests: 12, reads: { requests: { from: 'calls' } } });
    await insert(call(first + 50_000));
    expect((await backfill(filler(), window, options)).hours).toBe(2);
    expect((await counted()).requests).toBe(13);
    expect(await statusText(filler(), 1)).toContain('Hours are not added up by minute: the table');
  });

  test('that is made later is filled with its hours', async () => {
    await host.command('DROP TABLE otel.genai_minutes');
    await backfill(filler(), window, options);
    await createTiers(host);
    expect((await counted()).reads).toEqual({ requests: { from: 'calls' } });
    expect(await statusText(filler(), 1)).toContain('3 hours are not added up by minute');
    expect((await backfill(filler(), window, { ...options, refill: true })).hours).toBe(3);
    await host.command('SELECT 1');
    expect((await counted()).reads).toMatchObject({ requests: { from: 'minutes' } });
  });
});

describe('queries', () => {
  test('may ask for the spans', async () => {
    await backfill(filler(), window, options);
    expect(await counted({ source: 'raw' })).toMatchObject({ requests: 12, reads: undefined });
  });

  test('say why they read the spans', async () => {
    await backfill(filler(), window, options);
    expect((await counted({ groupBy: ['attr:app.region'] })).reads).toEqual({
      requests: { from: 'spans', why: expect.stringContaining('tiers.attributes') as string },
    });
    expect((await counted({ measures: [{ id: 'spans' }] })).reads).toEqual({
      spans: { from: 'spans', why: expect.stringContaining('does not store') as string },
    });
  });

  test('of a rule keep their text while hours close and its window moves', async () => {
    const alert = (to: number) => panel(to - 2 * hour, to, { fromAlert: true });
    const ask = async (to: number) => (await host.plan(query(), alert(to))).statement;
    host.now = () => window.to + 300_000;
    await fill(filler(), { from: first, to: first + hour });
    const before = await ask(window.to);
    await fill(filler(), { from: first + hour, to: first + 2 * hour });
    await host.command('SELECT 1');
    const after = await ask(window.to + 60_000);
    expect(after.sql).toBe(before.sql);
    expect(after.params['tier_open']).not.toBe(before.params['tier_open']);
  });
});
