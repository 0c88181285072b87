import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { schema } from '../../../tools/demo/data/schema.ts';
import { createTiers, fillerOf } from '../../../tools/bench/filler.ts';
import { check } from '../../../tools/cli/tiers/check.ts';
import { statusText } from '../../../tools/cli/tiers/status.ts';
import { limitsFor, viewStatements } from '../../../tools/cli/tiers/views.ts';
import { loadLibraries } from '../corpus/load.ts';
import { libraries } from '../corpus/folder.ts';
import { demoRows, load, span, t0 } from '../engine/rows.ts';
import { panel, startHost, type Host } from '../engine/support.ts';

// Tests that the views fill hours like the commands do, whatever becomes of their refreshes. The views go by the server's clock, so
// that the spans are moved to the last hours.

// Allows for a busy machine: a refresh plans a statement for all that may come, which takes seconds of one core.
vi.setConfig({ testTimeout: 900_000, hookTimeout: 900_000 });

const hour = 3_600_000;
/** The end of the last hour that is over for a quarter of an hour. */
const last = Math.floor((Date.now() - 900_000) / hour) * hour;
const name = "it's \\ a {key:String}\n'";
const views = [
  'genai_calls_runs_filler',
  'genai_calls_closing',
  'genai_calls_closing_scores',
  'genai_calls_filler',
  'genai_minutes_filler',
  'genai_hours_filler',
] as const;
let host: Host;

const settings = () => ({
  ...host.settings,
  database: 'live',
  jsonData: { tagKeys: { feature: ['app.feature', name] }, tiers: { attributes: [name] } },
});
/** Each keeps a census for as long as a command would. */
const filler = () => fillerOf(host, settings());

const call = (at: number, more: Record<string, string> = {}, own: object = {}) =>
  span(at, { 'gen_ai.operation.name': 'chat', 'gen_ai.request.model': 'gpt-4o', 'app.feature': 'late', ...more }, own);

beforeAll(async () => {
  host = await startHost();
  await load(host.url, 'demo', demoRows());
  await loadLibraries(host, 'corpus', ['openinf_langchain']);
  await loadLibraries(host, 'other', ['strands']);
  for (const statement of schema('live')) {
    await host.command(statement);
  }
  await move('demo', { by: last - hour - Math.floor(t0 / hour) * hour });
  await move('corpus', { first: last - 1.5 * hour });
  await createTiers(host, settings());
  await apply();
}, 400_000);

afterAll(() => host?.close());

/** Copies a database's spans to the last hours: moved by some milliseconds, or so that the first of them is at a time. */
async function move(database: string, to: { by: number } | { first: number }): Promise<void> {
  const shift =
    'by' in to
      ? `toIntervalSecond(${to.by / 1000})`
      : `toIntervalSecond(${to.first / 1000} - (SELECT toUnixTimestamp(min(Timestamp)) FROM ${database}.otel_traces))`;
  const moved = [
    `Timestamp + ${shift} AS Timestamp`,
    `arrayMap(t -> t + ${shift}, \`Events.Timestamp\`) AS \`Events.Timestamp\``,
  ];
  await host.command(
    `INSERT INTO live.otel_traces SELECT * REPLACE (${moved.join(', ')}) FROM ${database}.otel_traces`
  );
}

/** Makes the views, which refresh when a test says so. */
async function apply(): Promise<string[]> {
  const statements = await viewStatements(filler());
  for (const sql of statements) {
    const seldom = sql.replace('EVERY 1 HOUR OFFSET 16 MINUTE', 'EVERY 1 YEAR');
    await filler().write({ sql: seldom, params: {}, settings: limitsFor(seldom) });
  }
  return statements;
}

async function refresh(...names: readonly (typeof views)[number][]): Promise<void> {
  for (const view of names) {
    await host.command(`SYSTEM REFRESH VIEW live.${view}`);
    await host.command(`SYSTEM WAIT VIEW live.${view}`);
  }
}

const numberOf = async (sql: string): Promise<number> => Number(await host.command(sql));
const rowsOfCalls = () => numberOf('SELECT count() FROM live.genai_calls');
const latestRun = () => host.command('SELECT max(Run) FROM live.genai_calls_runs').then((run) => run.trim());

async function counted(from: number, to: number, more: object = {}) {
  const query = {
    version: 1,
    kind: 'measure',
    format: 'table',
    measures: [{ id: 'requests' }],
    groupBy: [],
    filters: [],
  };
  const plan = await host.plan({ ...query, ...more }, panel(from, to), settings());
  const { columns, rows } = await host.run(plan);
  return { requests: Number(rows[0]?.[columns.indexOf('requests')] ?? 0), reads: plan.meta['reads'] };
}

/** Answers of the table of calls and of the spans are the same in all hours that are marked. */
async function expectSame(): Promise<number> {
  const { checked, different } = await check(filler(), { days: 2, hours: 12 });
  expect(different).toEqual([]);
  return checked;
}

describe('views', () => {
  test('are short enough for a server that is told nothing', async () => {
    const statements = await viewStatements(fillerOf(host, { ...settings(), jsonData: {} }));
    expect(Math.max(...statements.map((sql) => Buffer.byteLength(sql)))).toBeLessThan(262_144);
    expect(statements.join('\n')).toContain('DEPENDS ON `live`.`genai_calls_runs_filler`');
  });

  test('fill hours that count once they are marked', { timeout: 900_000 }, async () => {
    const window = [last - 3 * hour, last] as const;
    const before = await counted(...window);
    await refresh('genai_calls_runs_filler', 'genai_calls_closing');
    await refresh('genai_calls_filler', 'genai_minutes_filler', 'genai_hours_filler');
    expect(await rowsOfCalls()).toBe(0);
    await refresh('genai_calls_closing_scores', 'genai_calls_filler');
    expect(await rowsOfCalls()).toBeGreaterThan(0);
    expect(await counted(...window)).toEqual({ ...before, reads: undefined });
    await refresh('genai_minutes_filler', 'genai_hours_filler');
    await host.command('SELECT 1');
    const { requests, reads } = await counted(...window);
    expect(requests).toBe(before.requests);
    expect(reads).toMatchObject({ requests: { from: 'minutes' } });
    expect(await expectSame()).toBeGreaterThan(1);
    const facts = await host.command('SELECT DISTINCT Fact FROM live.genai_calls ORDER BY Fact');
    expect(facts.trim().split('\n')).toEqual(['agents', 'evaluations', 'guardrails', 'requests', 'tools']);
  });

  test('that refresh again add nothing', { timeout: 900_000 }, async () => {
    const counts = () =>
      Promise.all(['calls', 'minutes', 'hours'].map((table) => numberOf(`SELECT count() FROM live.genai_${table}`)));
    const before = await counts();
    await refresh('genai_calls_filler', 'genai_minutes_filler', 'genai_hours_filler');
    expect(await counts()).toEqual(before);
  });
});

describe('hours', () => {
  test(
    'of which spans came late are filled again, also after copies that were ended or made twice',
    { timeout: 900_000 },
    async () => {
      const at = last - 2 * hour + 600_000;
      const due = 'SELECT arraySort(Hours) FROM live.genai_calls_runs ORDER BY Run DESC LIMIT 1';
      const before = (await counted(last - 3 * hour, last)).requests;
      await load(host.url, 'live', { spans: [call(at), call(at + 1000), call(at + 2000)], logs: [] });
      await refresh('genai_calls_runs_filler', 'genai_calls_closing', 'genai_calls_closing_scores');
      // The hour after that of late spans may have their scores.
      const hours = [last - 2 * hour, last - hour].map((time) => time / hour);
      expect(await host.command(due)).toContain(hours.join(','));
      const run = await latestRun();
      // What two refreshes leave that were killed: a part of the rows, and all of them twice.
      const copy = (by: number, limit: string) =>
        host.command(
          `INSERT INTO live.genai_calls SELECT * REPLACE (Run + ${by} AS Run) FROM (SELECT * FROM live.genai_calls_closing UNION ALL SELECT * FROM live.genai_calls_closing_scores) WHERE Fact != '' ${limit}`
        );
      await copy(0, 'LIMIT 2');
      await refresh('genai_hours_filler');
      expect((await counted(last - 3 * hour, last)).requests).toBe(before);
      await copy(1, '');
      await copy(1, '');
      await refresh('genai_hours_filler');
      await host.command('SELECT 1');
      expect((await counted(last - 3 * hour, last)).requests).toBe(before);
      await refresh('genai_calls_filler');
      // A part of the sums: the hour is read as single calls.
      await host.command(
        `INSERT INTO live.genai_minutes SELECT * REPLACE (${run} + 2 AS Run, toDateTime(${last / 1000 - 7200}) AS Hour) FROM live.genai_minutes WHERE Fact = 'tools' LIMIT 1`
      );
      await refresh('genai_minutes_filler', 'genai_hours_filler');
      await host.command('SELECT 1');
      expect((await counted(last - 3 * hour, last)).requests).toBe(before + 3);
      expect((await counted(last - 2 * hour, last - hour)).reads).toMatchObject({ requests: { from: 'calls' } });
      const marked = `SELECT DISTINCT Minutes FROM live.genai_hours WHERE Run = ${run} + 2 AND Spans > 0`;
      expect(await host.command(marked)).toBe('\n');
      expect(await host.command(`SELECT toString(max(Run) - ${run}) FROM live.genai_hours`)).toBe('2\n');
      await expectSame();
    }
  );

  test('of a run whose rows could not be made are not marked', { timeout: 900_000 }, async () => {
    await load(host.url, 'live', { spans: [call(last - hour + 600_000)], logs: [] });
    const marks = await numberOf('SELECT count() FROM live.genai_hours');
    await refresh('genai_calls_runs_filler', 'genai_calls_filler', 'genai_minutes_filler', 'genai_hours_filler');
    expect(await numberOf('SELECT count() FROM live.genai_hours')).toBe(marks);
  });

  test('with another dialect stay open, until the views are written anew', { timeout: 900_000 }, async () => {
    // Two runs have closed the eleven hours after it, or ten and one that was over meanwhile.
    const at = last - 12 * hour;
    await move('other', { first: at + hour / 2 });
    await load(host.url, 'live', { spans: [call(at - hour + 60_000), call(at - hour + 120_000)], logs: [] });
    const raw = await counted(at - hour, at + hour, { source: 'raw' });
    await refresh(...views);
    await host.command('SELECT 1');
    const closed = await host.command('SELECT DISTINCT toUnixTimestamp(Hour) FROM live.genai_hours');
    expect(closed.split('\n')).toContain(String((at - hour) / 1000));
    expect(closed.split('\n')).not.toContain(String(at / 1000));
    expect(await counted(at - hour, at + hour)).toMatchObject({
      requests: raw.requests,
      reads: { requests: { from: 'minutes' } },
    });
    const status = await statusText(filler(), 2);
    expect(status).toContain('1 hour stays open');
    expect(status).toContain('scope strands.telemetry.tracer');
    await refresh('genai_calls_runs_filler');
    expect(
      await host.command(
        'SELECT has(Open, toInt64(' + at / hour + ')) FROM live.genai_calls_runs ORDER BY Run DESC LIMIT 1'
      )
    ).toBe('0\n');
    await apply();
    await refresh(...views);
    await host.command('SELECT 1');
    expect((await counted(at, at + hour)).reads).toMatchObject({
      requests: { from: expect.stringMatching(/calls|minutes/) as string },
    });
    expect(await statusText(filler(), 2)).not.toContain('stays open');
    await expectSame();
  });

  test(
    'stay open that have a key nobody wrote before, or a request longer than what is looked around',
    { timeout: 900_000 },
    async () => {
      const [key, long] = [last - 4 * hour, last - 6 * hour];
      await load(host.url, 'live', {
        spans: [
          call(key + 60_000, { 'langfuse.observation.model.name': 'gpt-4o' }),
          call(long - 300_000, {}, { Duration: 700e9 }),
          call(long - 200_000, { 'unknown.to.all': '1' }),
        ],
        logs: [],
      });
      await refresh('genai_calls_runs_filler');
      const why = await host.command(
        'SELECT h, w FROM (SELECT * FROM live.genai_calls_runs ORDER BY Run DESC LIMIT 1) ARRAY JOIN Open AS h, Why AS w ORDER BY h DESC FORMAT CSV'
      );
      expect(why).toContain(`${key / hour},"['key langfuse.observation.model.name']"`);
      expect(why).toContain(`${long / hour - 1},"['longer 600']"`);
      expect(why).not.toContain('unknown.to.all');
    }
  );
});

test('status says that the views were made with other settings', { timeout: 900_000 }, async () => {
  const others = fillerOf(host, { ...settings(), jsonData: {} });
  expect(await statusText(others, 2)).toContain('Run "tiers apply --views" again');
  expect(await statusText(filler(), 2)).not.toContain('by another version or with other settings: what they fill');
});

test(
  'the views for all libraries of the corpus at once are made with a larger limit',
  { timeout: 900_000 },
  async () => {
    await loadLibraries(host, 'corpora', libraries);
    const own = { ...host.settings, database: 'corpora' };
    await createTiers(host, own);
    host.now = () => Date.UTC(2026, 10, 24);
    const statements = await viewStatements(fillerOf(host, own));
    const sizes = statements.map((sql) => Buffer.byteLength(sql));
    expect(Math.max(...sizes)).toBeGreaterThan(262_144);
    expect(Math.max(...sizes)).toBeLessThan(420_000);
  }
);
