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
const sampled = { attribute: 'sampled_by_attribute', state: 'sampled_by_state' } as const;

const additiveOf = (fact: string) => measureIds.filter((id) => measures[id].fact === fact && measures[id].additive);

beforeAll(async () => {
  host = await startHost();
  const { spans, logs } = demoRows();
  const rows = { spans: spans.filter(({ Timestamp }) => Timestamp < iso(until)), logs };
  const changed = (change: (span: SpanRow) => Partial<SpanRow>) => ({
    logs: [],
    spans: rows.spans.map((span) => ({ ...span, ...change(span) })),
  });
  await load(host.url, 'otel', rows);
  await load(
    host.url,
    sampled.attribute,
    changed(({ SpanAttributes }) => ({ SpanAttributes: { ...SpanAttributes, SampleRate: '4' } }))
  );
  // Three of four are dropped: 0xc0000000000000 of 2^56.
  await load(
    host.url,
    sampled.state,
    changed(() => ({ TraceState: 'vendor=x,ot=rv:ab;th:c' }))
  );
});

afterAll(() => host.close());

const iso = (milliseconds: number) => new Date(milliseconds).toISOString().replace('T', ' ');

async function ask(ids: readonly MeasureId[], more: object = {}, database = 'otel'): Promise<Record<string, number>[]> {
  const query = { version: 1, kind: 'measure', format: 'table', measures: ids.map((id) => ({ id })), whatIf, ...more };
  const jsonData = database === sampled.state ? { traceStateWeights: true } : {};
  const plan = await host.plan(query, panel(from, until), { ...host.settings, database, jsonData });
  const { columns, rows } = await host.run(plan);
  withSql(plan, () => expect(rows.length).toBeGreaterThan(0));
  return rows.map((row) => Object.fromEntries(columns.map((name, index) => [name, row[index] as number])));
}

const total = (rows: Record<string, number>[], id: string) => rows.reduce((sum, row) => sum + (row[id] ?? 0), 0);

describe.each(factIds)('%s', (fact) => {
  const ids = additiveOf(fact);
  const inWrong = (rows: Record<string, number>[], whole: Record<string, number> | undefined, factor = 1) =>
    ids
      .map((id) => `${id}: ${total(rows, id)} of ${whole?.[id]}`)
      .filter((_, index) => !isClose(total(rows, ids[index] ?? ''), (whole?.[ids[index] ?? ''] ?? 0) * factor));

  test('parts add up to the whole, and so do the largest and the others', async () => {
    const [whole] = await ask(ids);
    const [byFeature, byModel, largest] = await Promise.all([
      ask(ids, { groupBy: ['feature', 'user_tier'] }),
      ask(ids, { groupBy: ['model', 'environment'] }),
      ask(ids, { groupBy: ['feature'], top: { n: 2 } }),
    ]);
    expect(inWrong(byFeature, whole)).toEqual([]);
    expect(inWrong(byModel, whole)).toEqual([]);
    expect(inWrong(largest, whole)).toEqual([]);
    expect(largest.length).toBeLessThanOrEqual(3);
    const features = new Set(byFeature.map((row) => row['feature']));
    expect(largest.some((row) => String(row['feature']) === 'other')).toBe(features.size > 2);
  });

  test.skipIf(fact === 'evaluations').each(Object.values(sampled))('counts what was left out: %s', async (database) => {
    const [whole] = await ask(ids);
    expect(inWrong(await ask(ids, {}, database), whole, 4)).toEqual([]);
  });
});

test.each(Object.values(sampled))('what is no sum is the same: %s', async (database) => {
  const ids = ['error_rate', 'cost_per_request', 'latency_p95', 'ttft_p50', 'cache_hit_rate', 'tokens_per_request', 'conversations', 'feature_coverage', 'tool_failure_rate'] as const; // prettier-ignore
  const [[whole], [part]] = await Promise.all([ask(ids), ask(ids, {}, database)]);
  expect(ids.filter((id) => !isClose(part?.[id], whole?.[id] ?? null))).toEqual([]);
});
