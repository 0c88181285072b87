import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { backfill } from '../../../tools/cli/tiers/backfill.ts';
import { check } from '../../../tools/cli/tiers/check.ts';
import { fill } from '../../../tools/cli/tiers/fill.ts';
import { createTiers, fillerOf } from '../../../tools/bench/filler.ts';
import { viewStatements } from '../../../tools/cli/tiers/views.ts';
import type { Attributes, LogRow, SpanRow } from '../../../tools/demo/data/rows.ts';
import { clickHouseTime, load, log, span } from '../engine/rows.ts';
import { otelJson } from '../layouts/writers/otel-json.ts';
import { isClose, panel, startHost, withSql, type Host } from '../engine/support.ts';

// Tests that scores of closed hours, with what their calls say, are those that the spans and logs would give.

const hour = 3_600_000;
const day = 24 * hour;
const first = Date.UTC(2026, 2, 29, 8);
const window = { from: first, to: first + 4 * hour };
const options = { lateHours: 48, refill: false };
let host: Host;

beforeAll(async () => {
  host = await startHost();
});

afterAll(() => host.close());

beforeEach(async () => {
  host.now = () => window.to + hour;
  await host.command('DROP DATABASE IF EXISTS otel');
});

const filler = () => fillerOf(host);

async function insert({ spans = [], logs = [] }: { spans?: SpanRow[]; logs?: LogRow[] }): Promise<void> {
  await load(host.url, 'otel', { spans, logs });
  await createTiers(host);
}

const call = (at: number, feature: string, more: Partial<SpanRow> = {}, attributes: Attributes = {}) =>
  span(
    at,
    { 'gen_ai.operation.name': 'chat', 'gen_ai.request.model': 'gpt-4o', 'app.feature': feature, ...attributes },
    { Duration: 2e9, ...more }
  );

const said = (value: number | string, name = 'tone'): Attributes => ({
  'gen_ai.evaluation.name': name,
  'gen_ai.evaluation.score.value': String(value),
});

const event = (at: number, score: Attributes): Partial<SpanRow> => ({
  'Events.Timestamp': [clickHouseTime(at)],
  'Events.Name': ['gen_ai.evaluation.result'],
  'Events.Attributes': [score],
});

const query = (more: object = {}) => ({
  version: 1,
  kind: 'measure',
  format: 'table',
  measures: ['score_mean', 'score_count', 'unmatched_scores', 'scored_requests', 'pass_rate'].map((id) => ({ id })),
  groupBy: ['evaluation', 'feature'],
  filters: [],
  ...more,
});

/** Reads the scores of a window, and what they were read from. */
async function scores(
  more: object = {},
  { from, to }: { from: number; to: number } = window,
  settings = host.settings
) {
  await host.command('SELECT 1');
  const plan = await host.plan(query(more), panel(from, to), settings);
  const { columns, rows } = await host.run(plan);
  const at = (name: string) => columns.indexOf(name);
  return {
    rows: rows
      .map((row) => [row[at('feature')], row[at('score_mean')], row[at('score_count')]])
      .sort((a, b) => (String(a[0]) < String(b[0]) ? -1 : 1)),
    whole: rows,
    plan,
  };
}

/** Closed hours give what the spans give, and are read alone. */
async function expectSame(range = window, settings = host.settings): Promise<void> {
  const stored = await scores({}, range, settings);
  const raw = await scores({ source: 'raw' }, range, settings);
  withSql(stored.plan, () => {
    expect(stored.plan.meta['reads']).toMatchObject({ evaluations: { from: 'calls' } });
    const key = (row: readonly unknown[]) => JSON.stringify(row.slice(0, 2));
    const [one, other] = [stored.whole, raw.whole].map((rows) => [...rows].sort((a, b) => (key(a) < key(b) ? -1 : 1)));
    expect(one?.length).toBe(other?.length);
    expect(
      one?.flatMap((row, index) =>
        row.every((value, place) => {
          const right = other?.[index]?.[place];
          return value === right || isClose(value, right as number | null);
        })
          ? []
          : [[row, other?.[index]]]
      )
    ).toEqual([]);
  });
}

test('are read without spans and logs where all hours are closed', async () => {
  const calls = [call(first + 60_000, 'search'), call(first + hour, 'chat')];
  await insert({ spans: calls, logs: calls.map((one, index) => log(first + hour + 5000, one, said(index + 2))) });
  await backfill(filler(), window, options);
  const { rows, plan } = await scores();
  expect(rows).toEqual([
    ['chat', 3, 1],
    ['search', 2, 1],
  ]);
  expect(plan.statement.sql).not.toMatch(/otel_(traces|logs)/);
  await expectSame();
});

test('that come late close their hour again', async () => {
  const one = call(first + 60_000, 'search');
  await insert({ spans: [one], logs: [log(first + 90_000, one, said(2))] });
  await backfill(filler(), window, options);
  await insert({ logs: [log(first + 95_000, one, said(4))] });
  expect((await backfill(filler(), window, options)).hours).toBe(2);
  expect((await scores()).rows).toEqual([['search', 3, 2]]);
  expect((await backfill(filler(), window, options)).hours).toBe(0);
});

test('of a late span are found in the hour after it, in which they were given', async () => {
  const early = call(first + 60_000, 'search');
  await insert({ spans: [early, call(first + hour + 60_000, 'chat')] });
  await backfill(filler(), window, options);
  await insert({ spans: [call(first + hour - 5000, 'late', event(first + hour + 5000, said(2)))] });
  expect((await backfill(filler(), window, options)).hours).toBe(2);
  expect((await scores()).rows).toEqual([['late', 2, 1]]);
  expect((await backfill(filler(), window, options)).hours).toBe(0);
});

test('know a call of another library than those of their hour', async () => {
  const other = span(
    first - 2 * day,
    { 'openinference.span.kind': 'LLM', 'llm.model_name': 'claude-3', 'app.feature': 'of phoenix' },
    { Duration: 2e9, ScopeName: 'openinference.instrumentation.anthropic' }
  );
  await insert({ spans: [other, call(first, 'search')], logs: [log(first + hour, other, said(5))] });
  await backfill(filler(), window, options);
  const { whole } = await scores({ measures: [{ id: 'score_mean' }], groupBy: ['evaluation', 'model'] });
  expect(whole).toEqual([['tone', 'claude-3', 5]]);
});

test('that come later than that are found by check', async () => {
  const one = call(first + 60_000, 'search');
  await insert({ spans: [one], logs: [log(first + 90_000, one, said(2))] });
  await backfill(filler(), window, options);
  await insert({ logs: [log(first + 95_000, one, said(4))] });
  const { different } = await check(filler(), { days: 1, hours: 24 });
  expect(different.map(([, id, , kept, found]) => [id, kept, found])).toContainEqual(['score_count', 1, 2]);
});

test('know a call that began days before them', async () => {
  const old = call(first - 5 * day, 'annotated');
  await insert({ spans: [old, call(first, 'search')], logs: [log(first + hour, old, said(5))] });
  await backfill(filler(), window, options);
  expect((await scores()).rows).toEqual([['annotated', 5, 1]]);
  await expectSame({ from: first - 6 * day, to: window.to });
});

test('that two exporters wrote, each in another hour, are one', async () => {
  const one = call(first + hour - 30_000, 'search', event(first + hour - 1000, said(3)));
  await insert({ spans: [one], logs: [log(first + hour + 1000, one, said(3))] });
  await fill(filler(), { from: first, to: first + hour });
  expect((await scores()).rows).toEqual([['search', 3, 1]]);
  await fill(filler(), { from: first + hour, to: window.to });
  expect((await scores()).rows).toEqual([['search', 3, 1]]);
  await expectSame();
});

test('in attributes of a span count when it ended, in the hour after that in which it began', async () => {
  const attributes = { 'evaluations.0.evaluation.name': 'tone', 'evaluations.0.evaluation.score': '4' };
  await insert({ spans: [call(first + hour - 5000, 'search', { Duration: 10e9 }, attributes)] });
  const after = { from: first + hour, to: window.to };
  const before = { from: first, to: first + hour };
  expect((await scores({ source: 'raw' }, after)).rows).toEqual([['search', 4, 1]]);
  expect((await scores({ source: 'raw' }, before)).rows).toEqual([]);
  await backfill(filler(), window, options);
  expect((await scores({}, after)).rows).toEqual([['search', 4, 1]]);
  await expectSame(after);
});

test('of traffic that is excluded count for nothing, by environment and by attribute', async () => {
  const tagged = (feature: string, more: Attributes) => call(first + 60_000, feature, {}, more);
  const calls = [
    tagged('kept', {}),
    tagged('tests', { 'deployment.environment.name': 'test' }),
    tagged('synthetic', { 'app.synthetic': 'yes' }),
  ];
  await insert({ spans: calls, logs: calls.map((one) => log(first + 90_000, one, said(3))) });
  const exclude = { environments: ['test'], attributes: { 'app.synthetic': ['yes'] } };
  const settings = { ...host.settings, jsonData: { ...host.settings.jsonData, exclude } };
  await backfill(fillerOf(host, settings), window, options);
  expect((await scores({}, window, settings)).rows).toEqual([['kept', 3, 1]]);
  await expectSame(window, settings);
});

test('of sampled calls stand for as many, also with tags of another span', async () => {
  const root = span(first + 1000, { 'app.feature': 'search', 'app.team': 'web' }, { Duration: 9e9 });
  const inside = { TraceId: root.TraceId, ParentSpanId: root.SpanId, Duration: 2e9 };
  const sampled = span(first + 2000, { 'gen_ai.operation.name': 'chat', SampleRate: '4' }, inside);
  await insert({ spans: [root, sampled], logs: [log(first + 9000, sampled, said(3))] });
  const weighted = { measures: [{ id: 'scored_requests' }], groupBy: ['evaluation', 'team'] };
  const expected = [['tone', 'web', 4]];
  expect((await scores({ ...weighted, source: 'raw' })).whole).toEqual(expected);
  await backfill(filler(), window, options);
  expect((await scores({ ...weighted })).whole).toEqual(expected);
});

/** Lists calls with their score, the worst first, and says what was read. */
async function worst(more: object, { from, to }: { from: number; to: number }) {
  const query = {
    ...{ version: 1, kind: 'spans', format: 'table', groupBy: ['feature'], filters: [], limit: 500 },
    ...{ columns: ['score', 'duration'], evaluation: 'tone', orderBy: 'score', direction: 'asc', ...more },
  };
  const plan = await host.plan(query, panel(from, to));
  const { columns, rows } = await host.run(plan);
  const at = (name: string) => columns.indexOf(name);
  return {
    plan,
    rows: rows.map((row) => [row[at('span_id')], row[at('feature')], row[at('score')]]),
  };
}

async function expectSameList(range: { from: number; to: number }): Promise<void> {
  const [stored, raw] = [await worst({}, range), await worst({ source: 'raw' }, range)];
  withSql(stored.plan, () => {
    expect(raw.rows.some(([, , score]) => score !== null)).toBe(true);
    expect(stored.rows).toEqual(raw.rows);
    expect(stored.plan.meta['reads']).toEqual({ requests: { from: 'calls' }, evaluations: { from: 'calls' } });
  });
}

test('of listed calls are found by span, by response, and after the window', async () => {
  const response = { 'gen_ai.response.id': 'chatcmpl-1' };
  const named = call(first + hour + 60_000, 'by response', {}, response);
  const last = call(first + 3 * hour - 60_000, 'after the window');
  const lasting = call(first + 2 * hour - 60_000, 'in an event', event(first + 2 * hour + 60_000, said(2)));
  const about = { ...said(4), ...response };
  await insert({
    spans: [named, last, lasting],
    logs: [log(first + 2 * hour, undefined, about), log(first + 3 * hour + 60_000, last, said(1))],
  });
  const past = { from: first, to: first + 3 * hour };
  const expected = [
    ['after the window', 1],
    ['in an event', 2],
    ['by response', 4],
  ];
  for (const filled of [undefined, { from: first, to: first + 2 * hour }, { from: first + 2 * hour, to: window.to }]) {
    if (filled) {
      await fill(filler(), filled);
      await host.command('SELECT 1');
      await expectSameList(past);
    }
    expect((await worst({}, past)).rows.map(([, ...row]) => row)).toEqual(expected);
  }
});

test('of listed calls that two exporters wrote, each in another hour, count once', async () => {
  const one = call(first + hour - 30_000, 'search', event(first + hour - 1000, said(3)));
  const last = call(first + 3 * hour - 30_000, 'last', event(first + 3 * hour - 1000, said(3)));
  await insert({
    spans: [one, last],
    logs: [one, last].flatMap((about, index) => {
      const after = first + (index === 0 ? 1 : 3) * hour;
      return [log(after + 1000, about, said(3)), log(after + 100_000, about, said(0))];
    }),
  });
  await fill(filler(), { from: first, to: first + hour });
  await fill(filler(), { from: first + 2 * hour, to: first + 3 * hour });
  await host.command('SELECT 1');
  const past = { from: first, to: first + 3 * hour };
  await expectSameList(past);
  expect((await worst({}, past)).rows.map(([, , score]) => score)).toEqual([1.5, 1.5]);
});

test('of an open hour know a call that began days before, in a closed hour of the window', async () => {
  const old = call(first - 5 * day, 'annotated');
  await insert({ spans: [old, call(first, 'search')], logs: [log(first + 3 * hour, old, said(5))] });
  const from = first - 6 * day;
  for (let at = from; at < first; at += day) {
    await fill(filler(), { from: at, to: at + day });
  }
  await host.command('SELECT 1');
  expect((await scores({}, { from, to: window.to })).rows).toEqual([['annotated', 5, 1]]);
  await expectSame({ from, to: window.to });
});

test.each([0, 1, 4])('of compared versions of a prompt are those of their calls (%i hours closed)', async (hours) => {
  const counted = { 'gen_ai.usage.input_tokens': '5', 'gen_ai.response.time_to_first_chunk': '0.5' };
  const version = (at: number, name: string) =>
    call(first + at, 'search', {}, { 'gen_ai.prompt.name': 'answer', 'gen_ai.prompt.version': name, ...counted });
  const inside = ['v1', 'v2', 'v1', 'v2'].map((name, index) => version(60_000 + index, name));
  const last = ['v1', 'v2'].map((name, index) => version(3 * hour - 60_000 + index, name));
  const before = version(-600_000, 'v2');
  await insert({
    spans: [...inside, ...last, before],
    logs: [
      ...inside.map((one, index) => log(first + 1_800_000, one, said(index))),
      ...last.map((one, index) => log(first + 3 * hour + 60_000, one, said(index))),
      log(first + 60_000, before, said(99)),
    ],
  });
  if (hours > 0) {
    await fill(filler(), { from: first, to: first + hours * hour });
  }
  await host.command('SELECT 1');
  const query = { version: 1, format: 'table', kind: 'prompt_compare', prompt: 'answer', a: 'v1', b: 'v2' };
  const plan = await host.plan(query, panel(first, first + 3 * hour));
  const { columns, rows } = await host.run(plan);
  const row = rows.find(([measure]) => measure === 'Score (tone)');
  expect(['n_a', 'n_b', 'mean_a', 'mean_b'].map((name) => row?.[columns.indexOf(name)])).toEqual([3, 3, 2 / 3, 5 / 3]);
  if (hours > 0) {
    expect(plan.meta['reads']).toMatchObject({ requests: { from: 'calls' }, evaluations: { from: 'spans' } });
  }
});

test('in attributes are read by the views where attributes are JSON', async () => {
  await host.command('CREATE DATABASE otel');
  for (const statement of otelJson.ddl) {
    await host.command(statement.replace('CREATE TABLE ', 'CREATE TABLE otel.'));
  }
  const said = { 'gen_ai.operation.name': 'chat', 'evaluations.1.evaluation.name': 'tone' };
  await host.command(
    `INSERT INTO otel.otel_traces (Timestamp, TraceId, SpanId, SpanAttributes) VALUES ('${clickHouseTime(first)}', 'a', 'b', '${JSON.stringify(said)}')`
  );
  await createTiers(host);
  const view = (await viewStatements(filler())).find((sql) => /^CREATE .*genai_calls_closing_scores/.test(sql));
  expect(view).toMatch(/evaluations\.1\.evaluation\.score/);
});

/** Numbers from 0 to 1, the same in every run. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 16_807) % 2_147_483_647) / 2_147_483_647;
}

test.each([3, 5, 8])('of random traffic are the same with open hours in the middle (%i)', async (seed) => {
  const random = numbers(seed * 7919);
  const any = <One>(list: readonly One[]): One => list[Math.floor(random() * list.length)] as One;
  const spans: SpanRow[] = [];
  const logs: LogRow[] = [];
  for (let index = 0; index < 120; index++) {
    const at = first + random() * 4 * hour - 600_000;
    const given = at + random() * hour;
    const score = said(any([1, 2, 3, 4.5, 'true', 'x']), any(['tone', 'faithfulness', 'relevance']));
    const one = call(at, any(['search', 'chat', '']), random() < 0.3 ? event(given, score) : {});
    spans.push(...(random() < 0.9 ? [one] : []));
    logs.push(...(random() < 0.7 ? [log(given + 500, random() < 0.95 ? one : undefined, score)] : []));
  }
  await insert({ spans, logs });
  await fill(filler(), { from: first, to: first + hour });
  await fill(filler(), { from: first + 2 * hour, to: first + 3 * hour });
  for (const range of [window, { from: first + 1_234_567, to: window.to - 987_654 }]) {
    await expectSame(range);
    await expectSameList(range);
  }
});
