import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { factIds } from '../../../src/engine/catalogue/facts.ts';
import { measureIds, measures, type MeasureId } from '../../../src/engine/catalogue/measures/index.ts';
import type { SpanRow } from '../../../tools/demo/data/rows.ts';
import { demoRows, from, load } from './rows.ts';
import { isClose, panel, startHost, withSql, type Host } from './support.ts';

// Tests what must hold for any table: parts add up, the rest is `other`, and a sampled span represents those left out.

let host: Host;
const whatIf = { provider: 'openai', model: 'gpt-4o' };
const until = from + 600_000;
/** How spans may say what they stand for, and what that is. What is no number above 1 is 1. */
const sampled: Record<string, { change: (span: SpanRow) => Partial<SpanRow>; factor: number }> = {
  by_attribute: { change: rate('4'), factor: 4 },
  by_a_fraction: { change: rate('2.5'), factor: 2.5 },
  by_hundreds: { change: rate('500'), factor: 500 },
  by_less_than_one: { change: rate('0.25'), factor: 1 },
  by_zero: { change: rate('0'), factor: 1 },
  by_less_than_zero: { change: rate('-4'), factor: 1 },
  by_a_word: { change: rate('always'), factor: 1 },
  by_nothing: { change: rate(''), factor: 1 },
  // Three of four are dropped: 0xc0000000000000 of 2^56.
  by_state: { change: state('vendor=x,ot=rv:ab;th:c'), factor: 4 },
  by_half_in_state: { change: state('ot=th:8'), factor: 2 },
  by_all_in_state: { change: state('ot=th:0'), factor: 1 },
};

function rate(value: string) {
  return ({ SpanAttributes }: SpanRow) => ({ SpanAttributes: { ...SpanAttributes, SampleRate: value } });
}

function state(TraceState: string) {
  return () => ({ TraceState });
}

/** Whether a measure counts what sampled spans stand for. Scores are as many as were given: a guard asks for so many. */
const isCounted = (id: MeasureId) => measures[id].fact !== 'evaluations' || id === 'scored_requests';

const additiveOf = (fact: string) => measureIds.filter((id) => measures[id].fact === fact && measures[id].additive);

beforeAll(async () => {
  host = await startHost();
  const demo = demoRows();
  const spans = demo.spans.filter(({ Timestamp }) => Timestamp < iso(until));
  const ids = new Set(spans.map(({ SpanId }) => SpanId));
  // A score without its call stands for itself, whatever was sampled.
  const rows = { spans, logs: demo.logs.filter(({ SpanId }) => ids.has(SpanId)) };
  await load(host.url, 'otel', rows);
  for (const [database, { change }] of Object.entries(sampled)) {
    await load(host.url, database, { ...rows, spans: rows.spans.map((span) => ({ ...span, ...change(span) })) });
  }
});

afterAll(() => host.close());

const iso = (milliseconds: number) => new Date(milliseconds).toISOString().replace('T', ' ');

async function ask(ids: readonly MeasureId[], more: object = {}, database = 'otel'): Promise<Record<string, number>[]> {
  const query = { version: 1, kind: 'measure', format: 'table', measures: ids.map((id) => ({ id })), whatIf, ...more };
  const plan = await host.plan(query, panel(from, until), {
    ...host.settings,
    database,
    jsonData: { traceStateWeights: true },
  });
  const { columns, rows } = await host.run(plan);
  withSql(plan, () => expect(rows.length).toBeGreaterThan(0));
  return rows.map((row) => Object.fromEntries(columns.map((name, index) => [name, row[index] as number])));
}

const asked = new Map<string, ReturnType<typeof ask>>();

/** What the table without samples answers, asked once. */
function whole(ids: readonly MeasureId[], more: object = {}): ReturnType<typeof ask> {
  const key = JSON.stringify([ids, more]);
  const answer = asked.get(key) ?? ask(ids, more);
  asked.set(key, answer);
  return answer;
}

const total = (rows: Record<string, number>[], id: string) => rows.reduce((sum, row) => sum + (row[id] ?? 0), 0);

describe.each(factIds)('%s', (fact) => {
  const ids = additiveOf(fact);
  const inWrong = (rows: Record<string, number>[], all: Record<string, number> | undefined, factor = 1) =>
    ids
      .filter((id) => !isClose(total(rows, id), (all?.[id] ?? 0) * (isCounted(id) ? factor : 1)))
      .map((id) => `${id}: ${total(rows, id)} of ${all?.[id]}`);

  test('parts add up to the whole, and so do the largest and the others', async () => {
    const [all] = await whole(ids);
    const [byFeature, byModel, largest] = await Promise.all([
      ask(ids, { groupBy: ['feature', 'user_tier'] }),
      ask(ids, { groupBy: ['model', 'environment'] }),
      ask(ids, { groupBy: ['feature'], top: { n: 2 } }),
    ]);
    expect(inWrong(byFeature, all)).toEqual([]);
    expect(inWrong(byModel, all)).toEqual([]);
    expect(inWrong(largest, all)).toEqual([]);
    expect(largest.length).toBeLessThanOrEqual(3);
    const features = new Set(byFeature.map((row) => row['feature']));
    expect(largest.some((row) => String(row['feature']) === 'other')).toBe(features.size > 2);
  });

  test.each(Object.entries(sampled))('counts what was left out: %s', async (database, { factor }) => {
    const [all] = await whole(ids);
    expect(inWrong(await ask(ids, {}, database), all, factor)).toEqual([]);
  });
});

test.each(Object.keys(sampled))('what is no sum is the same: %s', async (database) => {
  const ids = ['error_rate', 'cost_per_request', 'latency_p95', 'ttft_p50', 'cache_hit_rate', 'tokens_per_request', 'conversations', 'feature_coverage', 'tool_failure_rate'] as const; // prettier-ignore
  const [[all], [part]] = await Promise.all([whole(ids), ask(ids, {}, database)]);
  expect(ids.filter((id) => !isClose(part?.[id], all?.[id] ?? null))).toEqual([]);
  const covered = { measures: [{ id: 'evaluation_coverage', evaluation: 'faithfulness' }] };
  const [[right], [actual]] = await Promise.all([whole([], covered), ask([], covered, database)]);
  expect(Object.values(right ?? {})[0]).toBeGreaterThan(0);
  expect(isClose(Object.values(actual ?? {})[0], Object.values(right ?? {})[0] ?? null)).toBe(true);
});
