import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Report } from '../../../src/engine/inspect/model.ts';
import { KeepingHost } from '../budgets/host.ts';
import type { Attributes, SpanRow } from '../../../tools/demo/data/rows.ts';
import { clickHouseTime, load, span } from './rows.ts';
import { panel, startHost, withSql, type Host } from './support.ts';

// Tests what a span may claim: weights, durations, times of first tokens and costs are believed within bounds.

const hour = 3_600_000;
const now = Date.UTC(2026, 5, 15, 12);
const at = now - hour / 2;

const call: Attributes = {
  'gen_ai.operation.name': 'chat',
  'gen_ai.provider.name': 'openai',
  'gen_ai.request.model': 'gpt-4o',
  'gen_ai.usage.input_tokens': '1000',
  'gen_ai.usage.output_tokens': '100',
};
const seconds = (duration: number): Partial<SpanRow> => ({ Duration: duration * 1e9 });
/** An unsigned column's way of saying that a span ended 8 s before it began. */
const beforeItBegan: Partial<SpanRow> = { Duration: Number(2n ** 64n - 8_000_000_000n) };
const nine = () => Array.from({ length: 9 }, () => make({}, seconds(2)));

function make(attributes: Attributes, more: Partial<SpanRow> = {}): SpanRow {
  return span(at, { ...call, ...attributes }, more);
}

interface Case {
  spans: SpanRow[];
  settings?: Record<string, unknown>;
  expected: Record<string, number | null>;
  /** What inspect counts. */
  unread?: Record<string, number>;
}

const price = 0.0035;
const state = (threshold: string) => ({ TraceState: `vendor=x,ot=rv:ab;th:${threshold}` });
const counted = { traceStateWeights: true };
const weighted = (requests: number) => ({ requests, cost: requests * price });

const sibling = (duration: Partial<SpanRow>, more: Attributes = {}) => ({
  TraceId: 'f'.repeat(31) + '1',
  ParentSpanId: 'e'.repeat(16),
  ...duration,
  SpanAttributes: { ...call, ...more },
});

const cases: Record<string, Case> = {
  'a rate': { spans: [make({ SampleRate: '4' })], expected: weighted(4) },
  'a rate over the bound': {
    spans: [make({ SampleRate: '1e9' }), make({})],
    expected: weighted(10_001),
    unread: { 'weight:capped': 1 },
  },
  'a rate over a bound of the settings': {
    spans: [make({ SampleRate: '4' })],
    settings: { maxWeight: 3 },
    expected: weighted(3),
    unread: { 'weight:capped': 1 },
  },
  'an infinite rate': {
    spans: [make({ SampleRate: 'inf' })],
    expected: weighted(10_000),
    unread: { 'weight:capped': 1 },
  },
  'rates that are no numbers of spans': {
    spans: ['nan', '-5', '0', 'many', '0.5', ''].map((SampleRate) => make({ SampleRate })),
    expected: weighted(6),
  },
  'a threshold that nobody vouches for': {
    spans: [make({}, state('ffffffffffffff')), make({}, state('c')), make({}, state('fffff'))],
    expected: weighted(3),
    unread: { 'weight:ignored': 3 },
  },
  'a threshold that counts': { spans: [make({}, state('c'))], settings: counted, expected: weighted(4) },
  'thresholds that reject all, or nearly': {
    spans: ['ffffffffffffff', 'fffff'].map((threshold) => make({}, state(threshold))),
    settings: counted,
    expected: weighted(20_000),
    unread: { 'weight:capped': 2 },
  },
  'a threshold beside a rate': {
    spans: [make({ SampleRate: '2' }, state('c'))],
    settings: counted,
    expected: weighted(2),
  },
  'an end before the beginning': {
    spans: [...nine(), make({}, beforeItBegan)],
    expected: { requests: 10, latency_max: 2, latency_mean: 2, latency_p99: 2 },
    unread: { 'seconds:absurd': 1 },
  },
  'a duration in another unit': {
    spans: [...nine(), make({}, seconds(86_401)), make({}, seconds(1e9))],
    expected: { requests: 11, latency_max: 2 },
    unread: { 'seconds:absurd': 2 },
  },
  'a day is the longest': { spans: [make({}, seconds(86_400))], expected: { latency_max: 86_400 } },
  'a call beside one that ended before it began': {
    spans: [
      make({}, sibling(beforeItBegan)),
      ...[1, 2, 3].map((index) => ({
        ...make({}, { ...sibling(seconds(2)), ScopeName: index === 1 ? 'openlit' : 'litellm' }),
        Timestamp: clickHouseTime(at + index * 10_000),
      })),
    ],
    expected: { requests: 4, latency_max: 2 },
    unread: { 'seconds:absurd': 1 },
  },
  'first tokens': {
    spans: ['0.4', '1.9', '-0.5', '350', '1781524800', 'nan'].map((ttft) =>
      make({ 'gen_ai.response.time_to_first_chunk': ttft }, seconds(2))
    ),
    expected: { requests: 6, ttft_p50: 1.15, ttft_p99: 1.885 },
    unread: { 'timeToFirstToken:absurd': 2, 'timeToFirstToken:negative': 1, 'timeToFirstToken:no_number': 1 },
  },
  'first tokens by the clock': {
    spans: [1000, -1000, 5000, 9 * 86_400_000].map((passed) =>
      make(
        {
          'langfuse.observation.type': 'generation',
          'langfuse.observation.completion_start_time': new Date(at + passed).toISOString(),
        },
        { ...seconds(2), ScopeName: 'langfuse-sdk' }
      )
    ),
    expected: { requests: 4, ttft_p50: 1, ttft_p99: 1 },
    unread: { 'timeToFirstToken:absurd': 2, 'timeToFirstToken:negative': 1 },
  },
  'first tokens by events': {
    spans: [1000, -1000, 5000].map((passed) =>
      make(
        { 'traceloop.span.kind': 'llm' },
        {
          ...seconds(2),
          ScopeName: 'opentelemetry.instrumentation.openai.v1',
          'Events.Timestamp': [clickHouseTime(at + passed)],
          'Events.Name': ['llm.content.completion.chunk'],
          'Events.Attributes': [{}],
        }
      )
    ),
    expected: { requests: 3, ttft_p50: 1, ttft_p99: 1 },
    unread: { 'timeToFirstToken:absurd': 1, 'timeToFirstToken:negative': 1 },
  },
  'a first token in a call of unknown length': {
    spans: [make({ 'gen_ai.response.time_to_first_chunk': '3' }, beforeItBegan)],
    expected: { ttft_p50: 3, latency_max: null },
    unread: { 'seconds:absurd': 1 },
  },
  'a log span beside the call of a stream': {
    spans: Array.from({ length: 10 }, (_, index) => {
      const ids = { TraceId: `${index}`.padStart(32, 'd'), ScopeName: 'logfire' };
      const silent = { 'gen_ai.operation.name': 'chat', 'gen_ai.request.model': 'gpt-4o' };
      const stream = span(at, silent, { ...ids, ...seconds(4) });
      const usage = { ...call, 'logfire.span_type': 'log' };
      return [stream, span(at + 4000, usage, { ...ids, ...seconds(0), ParentSpanId: stream.ParentSpanId })];
    }).flat(),
    expected: { requests: 10, latency_p50: 4, latency_mean: 4, input_tokens: 10_000 },
  },
  'costs that nobody paid': {
    spans: ['-250', '1e12', 'inf', '0.5'].map((cost) => make({ 'gen_ai.usage.cost': cost })),
    expected: { requests: 4, reported_cost: 0.5, cost: 0.5 + 3 * price },
    unread: { 'reportedCost:negative': 1, 'reportedCost:absurd': 1, 'reportedCost:no_number': 1 },
  },
};

const settingsOf = (name: string) => cases[name]?.settings ?? {};
/** A database for all cases with the same settings, in which each is a service. */
const databaseOf = (name: string) => `bounds_${JSON.stringify(settingsOf(name)).replace(/\W+/g, '_')}`;
const databases = [...new Set(Object.keys(cases).map(databaseOf))];
const casesIn = (database: string) => Object.entries(cases).filter(([name]) => databaseOf(name) === database);

let host: Host;

beforeAll(async () => {
  host = await startHost();
  host.now = () => now;
  for (const database of databases) {
    const spans = casesIn(database).flatMap(([name, own]) =>
      own.spans.map((row) => ({ ...row, ServiceName: name, TraceId: row.TraceId }))
    );
    await load(host.url, database, { spans, logs: [] });
  }
});

afterAll(() => host.close());

const ofHost = (database: string, jsonData: Record<string, unknown>) => ({ ...host.settings, database, jsonData });

describe.each(databases)('%s', (database) => {
  const jsonData = settingsOf(casesIn(database)[0]?.[0] ?? '');

  test('claims are believed within their bounds', async () => {
    const ids = [...new Set(casesIn(database).flatMap(([, { expected }]) => Object.keys(expected)))];
    const query = {
      version: 1,
      kind: 'measure',
      format: 'table',
      measures: ids.map((id) => ({ id })),
      groupBy: ['service'],
    };
    const plan = await host.plan(query, panel(now - hour, now), ofHost(database, jsonData));
    const { columns, rows } = await host.run(plan);
    const seen = Object.fromEntries(
      casesIn(database).map(([name, { expected }]) => {
        const row = rows.find((one) => one[columns.indexOf('service')] === name) ?? [];
        return [name, Object.fromEntries(Object.keys(expected).map((id) => [id, rounded(row[columns.indexOf(id)])]))];
      })
    );
    const wanted = Object.fromEntries(
      casesIn(database).map(([name, { expected }]) => [
        name,
        Object.fromEntries(Object.entries(expected).map(([id, value]) => [id, rounded(value)])),
      ])
    );
    withSql(plan, () => expect(seen).toEqual(wanted));
  });

  test('what is not believed is counted', async () => {
    const keeping = new KeepingHost({ ...host, settings: ofHost(database, jsonData) }, jsonData);
    keeping.now = now;
    const { body } = await keeping.resource('inspect', { from: now - hour, to: now });
    const seen = Object.fromEntries(casesIn(database).map(([name]) => [name, {} as Record<string, number>]));
    for (const group of (body as Report).groups) {
      for (const { field, problem, spans } of group.unread) {
        const counts = (seen[group.service] ??= {});
        counts[`${field}:${problem}`] = (counts[`${field}:${problem}`] ?? 0) + spans;
      }
    }
    expect(seen).toEqual(Object.fromEntries(casesIn(database).map(([name, { unread = {} }]) => [name, unread])));
  });
});

const rounded = (value: unknown): number | null =>
  value === null || value === undefined ? null : Number(Number(value).toPrecision(9));

test('a heatmap has no box for a duration that nobody believes', async () => {
  const filters = [{ dimension: 'service', operator: 'in', values: ['a duration in another unit'] }];
  const query = { version: 1, kind: 'measure', format: 'heatmap', measures: [{ id: 'latency_p50' }], filters };
  const { columns, rows } = await host.ask(query, panel(now - hour, now), ofHost(databases[0] ?? '', {}));
  expect(rows.map((row) => [row[columns.indexOf('le')], row[columns.indexOf('count')]])).toEqual([['2', 9]]);
});

test('health says what the last day claims', async () => {
  const recent = Date.now() - hour / 2;
  const spans = [
    span(recent, { ...call, SampleRate: '1e9' }),
    ...[1, 2].map(() => span(recent, call, { ...beforeItBegan, ...state('c') })),
    span(recent - 3 * 86_400_000, call, beforeItBegan),
  ];
  await load(host.url, 'health', { spans, logs: [] });
  const keeping = new KeepingHost({ ...host, settings: ofHost('health', {}) }, {});
  keeping.now = Date.now();
  const { message, details } = await keeping.health();
  expect(details['outOfBounds']).toEqual({ 'seconds:absurd': 2, 'weight:ignored': 2, 'weight:capped': 1 });
  expect(message).toContain('seconds absurd (2), weight ignored (2), weight capped (1)');
});

describe('a budget', () => {
  const budget = { name: 'all', amount: 100, period: 'month' };
  const spent = Array.from({ length: 10 }, () => make({ 'gen_ai.usage.cost': '25' }));
  const standing = async (database: string, spans: SpanRow[], settings: Record<string, unknown> = {}) => {
    await load(host.url, database, { spans, logs: [] });
    const jsonData = { budgets: [budget], ...settings };
    const keeping = new KeepingHost({ ...host, settings: { ...host.settings, database } }, jsonData);
    keeping.now = now;
    const { body } = await keeping.resource('budgets');
    return (body as { budgets: Record<string, unknown>[] }).budgets[0];
  };

  test('stays used up whatever a caller sends', async () => {
    const hostile = make({ 'gen_ai.usage.cost': '-250' }, state('ffffffffffffff'));
    expect(await standing('budget_state', [...spent, hostile])).toMatchObject({ state: 'hard' });
    expect(await standing('budget_counted', [...spent, hostile], counted)).toMatchObject({ state: 'hard' });
    expect(await standing('budget_rate', [...spent, make({ SampleRate: 'inf' })])).toMatchObject({ state: 'hard' });
  });

  test('is unknown where no request has a price, and ok without requests', async () => {
    const unpriced = make({ 'gen_ai.request.model': 'nobody-knows' });
    expect(await standing('budget_unpriced', [unpriced])).toMatchObject({
      state: 'unknown',
      share_used: null,
      left: null,
      unpriced: 1,
    });
    expect(await standing('budget_priced', [unpriced, make({})])).toMatchObject({ state: 'ok', unpriced: 1 });
    expect(await standing('budget_unused', [])).toMatchObject({ state: 'ok', share_used: 0 });
  });
});
