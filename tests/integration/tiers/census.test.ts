import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { handle } from '../../../src/engine/handle.ts';
import type { Call, Health, HostSettings, Plan, Reply, Statement, StatementResult } from '../../../src/engine/host.ts';
import { storedColumn } from '../../../src/engine/lookups/storeddays.ts';
import { createTiers, fillerOf } from '../../../tools/bench/filler.ts';
import { fillTraces } from '../../../tools/bench/traces.ts';
import { backfill } from '../../../tools/cli/tiers/backfill.ts';
import { daysIn, writeDay } from '../../../tools/cli/tiers/days.ts';
import { statusText } from '../../../tools/cli/tiers/status.ts';
import { schema } from '../../../tools/demo/data/schema.ts';
import { load, span } from '../engine/rows.ts';
import { panel, startHost, type Host } from '../engine/support.ts';

// Tests that a host that remembers nothing takes what days hold from their table, and plans as it would by their spans.

const day = 86_400_000;
const hour = 3_600_000;
const midnight = Date.UTC(2026, 2, 11);
const now = midnight + 12 * hour;
const week = { from: midnight - 7 * day, to: midnight };
const days = Array.from({ length: 7 }, (_, index) => week.from / day + index);
const [first = 0, second = 0, third = 0] = days;
const spansADay = 2000;
let host: Host;

const without: HostSettings['jsonData'] = { censusTable: 'no_such_table' };
const query = (more: object = {}) => ({
  version: 1,
  kind: 'measure',
  format: 'table',
  measures: ['requests', 'cost', 'latency_p95', 'tool_calls', 'agent_runs'].map((id) => ({ id })),
  groupBy: ['feature'],
  filters: [],
  ...more,
});

interface Played {
  plan: Plan;
  /** What was asked about closed slices of the spans, and whose. */
  ofSpans: { sql: string; keys: number[] }[];
  /** Rows read by lookups. */
  rows: number;
}

interface Play {
  query?: object;
  to?: number;
  jsonData?: HostSettings['jsonData'];
  unseen?: boolean;
  /** What becomes of what the table of days is asked. */
  stored?: (statement: Statement, result: StatementResult) => StatementResult;
  /** Whether answers are united, as by the backend. */
  unites?: boolean;
}

/** Plans as a host that remembers nothing. */
async function played({ query: asked = query(), to = week.to, jsonData = {}, unseen, stored, unites }: Play = {}) {
  const settings = { ...host.settings, jsonData };
  const call: Call = {
    op: 'query',
    now,
    query: asked,
    request: panel(week.from, to),
    settings,
    ...(unseen ? { unseen } : {}),
  };
  const found: Pick<Played, 'ofSpans' | 'rows'> = { ofSpans: [], rows: 0 };
  let reply: Reply<unknown> = handle(call);
  while ('need' in reply) {
    let results: StatementResult[] = [];
    for (const statement of reply.need) {
      const response = await host.post(`${statement.sql}\nFORMAT JSONCompact`, statement.params, {
        output_format_json_quote_64bit_integers: 0,
      });
      const { meta, data, statistics } = (await response.json()) as {
        meta: { name: string }[];
        data: unknown[][];
        statistics: { rows_read: number };
      };
      found.rows += statement.sql.includes('system.columns') ? 0 : statistics.rows_read;
      const result: StatementResult = { ok: true, columns: meta.map(({ name }) => name), rows: data };
      const isStored = result.columns[0] === storedColumn;
      if (statement.slices && !isStored) {
        found.ofSpans.push({ sql: statement.sql, keys: statement.slices.keys });
      }
      results.push(isStored && stored ? stored(statement, result) : result);
    }
    if (unites && reply.unite && results.every(({ ok }) => ok)) {
      results = [(handle({ op: 'unite', settings, results }) as { done: StatementResult & { ok: true } }).done];
    }
    reply = handle({ ...call, state: JSON.parse(JSON.stringify(reply.state)) as unknown, results });
  }
  expect('error' in reply ? reply.error : undefined).toBeUndefined();
  return { plan: (reply as { done: Plan }).done, ...found };
}

const daysAsked = ({ ofSpans }: Pick<Played, 'ofSpans'>) =>
  [...new Set(ofSpans.flatMap(({ keys }) => keys))].filter((slice) => slice < 100_000).sort((a, b) => a - b);

async function health(jsonData: HostSettings['jsonData'] = {}): Promise<Health> {
  const call: Call = { op: 'health', now, settings: { ...host.settings, jsonData } };
  let reply: Reply<unknown> = handle(call);
  while ('need' in reply) {
    const results = await Promise.all(
      reply.need.map(async (statement) => ({ ok: true as const, ...(await host.answer(statement)) }))
    );
    reply = handle({ ...call, state: reply.state, results });
  }
  return (reply as { done: Health }).done;
}

/** Puts a later row of a day beside that which was written. */
const replaced = (one: number, change: string) =>
  host.command(
    `INSERT INTO otel.genai_census SELECT * REPLACE (${change}, Written + toIntervalYear(1) AS Written) FROM otel.genai_census WHERE toInt64(Day) = ${one}`
  );

async function writeAll(): Promise<void> {
  await host.command('TRUNCATE TABLE otel.genai_census');
  for (const one of await daysIn(fillerOf(host), week, { lateHours: 48 })) {
    if (one.isDue) {
      await writeDay(fillerOf(host), one);
    }
  }
  await host.command('CREATE OR REPLACE TABLE otel.whole ENGINE = Memory AS SELECT * FROM otel.genai_census');
}

const restored = async () => {
  await host.command('TRUNCATE TABLE otel.genai_census');
  await host.command('INSERT INTO otel.genai_census SELECT * FROM otel.whole');
};

/** The plan by the spans alone. */
let expected: Played;

beforeAll(async () => {
  host = await startHost();
  host.now = () => now;
  for (const sql of [...schema('otel'), ...fillTraces('otel', { to: midnight, days: 7, spansADay, share: 50 })]) {
    await host.command(sql);
  }
  await createTiers(host);
  await writeAll();
  expected = await played({ jsonData: without });
}, 300_000);

afterAll(() => host?.close());

describe('a table that has all days', () => {
  test.each([false, true])('leaves nothing to ask of the spans of a week (answers are united: %s)', async (unites) => {
    expect(daysAsked(expected)).toEqual(days);
    expect(expected.rows).toBeGreaterThan(7 * spansADay);
    const { plan, ofSpans, rows } = await played({ unites });
    expect(ofSpans).toEqual([]);
    expect(rows).toBeLessThan(200);
    expect(plan).toEqual(expected.plan);
    expect(plan.statement.sql).toContain('otel_traces');
  });

  test('has the numbers of the spans', async () => {
    const [one, other] = await Promise.all([host.run((await played()).plan), host.run(expected.plan)]);
    expect(one).toEqual(other);
    expect(one.rows.length).toBeGreaterThan(2);
  });

  test('is united with the hours of today, and with scores', async () => {
    const asked = { query: query({ measures: [{ id: 'requests' }, { id: 'score_count' }] }), to: now };
    const stored = await played(asked);
    expect(daysAsked({ ofSpans: stored.ofSpans.filter(({ sql }) => sql.includes('otel_traces')) })).toEqual([
      first - 1,
    ]);
    expect(stored.ofSpans.some(({ keys }) => keys.some((slice) => slice > 100_000))).toBe(true);
    expect(stored.plan).toEqual((await played({ ...asked, jsonData: without })).plan);
  });

  test('is not asked by a query that asks for the spans', async () => {
    expect(daysAsked(await played({ query: query({ source: 'raw' }) }))).toEqual(days);
  });

  test('is not used with other settings', async () => {
    const tagKeys = { feature: ['my.feature'] };
    const other = await played({ jsonData: { tagKeys } });
    expect(daysAsked(other)).toEqual(days);
    expect(other.plan).toEqual((await played({ jsonData: { tagKeys, ...without } })).plan);
    expect((await health({ tagKeys })).message).toContain('No day of otel.genai_census was written');
  });

  test('is shown', async () => {
    expect((await health()).details['censusDays']).toEqual({
      table: 'otel.genai_census',
      days: 7,
      last: '2026-03-10',
    });
    expect(await statusText(fillerOf(host), 7)).toContain('7 of 7 days with spans need no census.');
  });
});

describe('days are asked of the spans', () => {
  test('that the table does not have', async () => {
    await host.command(
      `DELETE FROM otel.genai_census WHERE toInt64(Day) IN (${first}, ${third}) SETTINGS mutations_sync = 1`
    );
    const half = await played();
    expect(daysAsked(half)).toEqual([first, third]);
    expect(half.plan).toEqual(expected.plan);
    await restored();
  });

  test.each([
    ['torn', 'substring(Answers, 1, 500) AS Answers'],
    ['empty', "'' AS Answers"],
    ['of another shape', '\'{"keys":[],"spans":null}\' AS Answers'],
    ['of another type', `replaceOne(Answers, '"rows":[[[', '"rows":[[["x",7,') AS Answers`],
    ['of another question', `replaceOne(Answers, 'keysOfScope', 'keysOfScopes') AS Answers`],
    ['of another day', `replaceAll(Answers, '${second}', '${first}') AS Answers`],
    ['too long', `concat(Answers, repeat(' ', 1000000)) AS Answers`],
    ['of other statements', `replaceOne(Answers, '"name":"', '"name":"0') AS Answers`],
  ])('whose answers are %s', async (_, change) => {
    await replaced(second, change);
    const garbled = await played();
    expect(daysAsked(garbled)).toEqual([second]);
    expect(garbled.plan).toEqual(expected.plan);
    expect((await daysIn(fillerOf(host), week, { lateHours: 48 })).filter(({ isDue }) => isDue)).toMatchObject([
      { day: second, isKept: false },
    ]);
    await restored();
  });

  test('by a user who may not read the table', async () => {
    const failure = { phase: 'status', status: 403, code: 497, excerpt: 'Not enough privileges' } as const;
    const refused = await played({ stored: () => ({ ok: false, failure }) });
    expect(daysAsked(refused)).toEqual(days);
    expect(refused.plan).toEqual(expected.plan);
  });

  test('where the table has other columns, which a health check says', async () => {
    await host.command('ALTER TABLE otel.genai_census RENAME COLUMN Answers TO Replies');
    expect(daysAsked(await played())).toEqual(days);
    expect((await health()).message).toContain(
      'otel.genai_census has other columns than this version writes (Answers)'
    );
    expect(await statusText(fillerOf(host), 7)).toContain('There is no table of days');
    await host.command('ALTER TABLE otel.genai_census RENAME COLUMN Replies TO Answers');
  });
});

test('days to which spans came late are written again by whoever fills', async () => {
  const attributes = { 'openinference.span.kind': 'LLM', 'llm.model_name': 'late-model', 'tag.late': 'x' };
  const last = days[6] ?? 0;
  await load(host.url, 'otel', {
    spans: [
      [first, 5],
      [last, 6],
    ].map(([one = 0, at = 0]) =>
      span(one * day + at * hour, attributes, { ScopeName: 'openinference.instrumentation.late' })
    ),
    logs: [],
  });
  const bySpans = await played({ jsonData: without });
  expect(bySpans.plan).not.toEqual(expected.plan);
  expect((await played()).plan).toEqual(expected.plan);

  // Whoever found what was not seen looks at the days that have other spans now.
  const again = await played({ unseen: true });
  expect(again.plan).toEqual((await played({ jsonData: without, unseen: true })).plan);
  const isCount = ({ sql }: { sql: string }) => sql.includes('daySpans');
  expect(daysAsked({ ofSpans: again.ofSpans.filter(isCount) })).toEqual(days);
  expect(daysAsked({ ofSpans: again.ofSpans.filter((one) => !isCount(one)) })).toEqual([first, last]);

  const window = { from: midnight - 2 * day, to: midnight };
  expect(await backfill(fillerOf(host), window, { lateHours: 48, refill: false })).toMatchObject({ days: 1 });
  expect(daysAsked(await played())).toEqual([]);
  expect(await backfill(fillerOf(host), week, { lateHours: 1000, refill: false })).toMatchObject({ days: 1 });
  const written = await played();
  expect(written.ofSpans).toEqual([]);
  // The hours that were filled meanwhile are read from the table of calls.
  const { plan } = await played({ jsonData: without });
  expect(written.plan).toEqual(plan);
  expect(plan).not.toEqual(expected.plan);
  expect(await backfill(fillerOf(host), week, { lateHours: 1000, refill: false })).toMatchObject({ hours: 0, days: 0 });
}, 300_000);

test('two who write at once write the same', async () => {
  await host.command('TRUNCATE TABLE otel.genai_census');
  const due = await daysIn(fillerOf(host), week, { lateHours: 48 });
  await Promise.all(due.flatMap((one) => [writeDay(fillerOf(host), one), writeDay(fillerOf(host), one)]));
  const both = await played();
  expect(both.ofSpans).toEqual([]);
  expect(both.plan).toEqual((await played({ jsonData: without })).plan);
}, 300_000);
