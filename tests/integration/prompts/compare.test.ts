import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Attributes, LogRow, SpanRow } from '../../../tools/demo/data/rows.ts';
import { clickHouseTime, load, log, span } from '../engine/rows.ts';
import { panel, startHost, type Host } from '../engine/support.ts';
import { welch, zTest, type Tested } from './statistics.ts';

const from = Date.UTC(2026, 4, 1);
const to = from + 3_600_000;

/** A generated call, and what the reference knows about it. */
interface Made {
  version: string;
  seconds: number;
  failed: boolean;
  truncated: boolean;
  input: number | null;
  output: number | null;
  cached: number;
  cost: number | null;
  firstToken: number | null;
  faithfulness: number | null;
  toxicity: number | null;
  passed: boolean | null;
}

/** Lehmer's generator, which gives the same numbers every time. */
function randoms(): () => number {
  let state = 42;
  return () => (state = (state * 48271) % 2147483647) / 2147483647;
}

function make(): Made[] {
  const next = randoms();
  return Array.from({ length: 260 }, (_, index) => {
    const version = index % 13 < 6 ? 'v1' : index % 13 === 12 ? 'v3' : 'v2';
    const slow = version === 'v2' ? 1.3 : 1;
    const failed = next() < (version === 'v2' ? 0.2 : 0.05);
    const seconds = Math.round((0.5 + next() * 2) * slow * 1e6) / 1e6;
    return {
      version,
      seconds,
      failed,
      truncated: !failed && next() < 0.1,
      input: failed ? null : 900 + Math.floor(next() * 200),
      output: failed ? null : 50 + Math.floor(next() * 100),
      cached: next() < 0.4 ? 128 : 0,
      cost: failed || next() < 0.1 ? null : Math.round((0.001 + next() * 0.002 * slow) * 1e8) / 1e8,
      firstToken: failed || next() < 0.5 ? null : Math.round(next() * Math.min(1, seconds) * 1e4) / 1e4,
      faithfulness: next() < 0.8 ? 1 + Math.floor(next() * 40) / 10 + (version === 'v2' ? 0.8 : 0) : null,
      toxicity: next() < 0.8 ? Math.round(next() * (version === 'v2' ? 20 : 60)) / 100 : null,
      passed: next() < 0.5 ? null : next() < 0.7,
    };
  });
}

const optional = (name: string, value: number | string | null): Attributes =>
  value === null ? {} : { [name]: String(value) };

function spanOf(one: Made, index: number): SpanRow {
  return span(
    from + 10_000 + index * 10_000,
    {
      'gen_ai.operation.name': 'chat',
      'gen_ai.request.model': 'of-our-own',
      'gen_ai.prompt.name': 'answer',
      'gen_ai.prompt.version': one.version,
      'app.feature': index % 2 === 0 ? 'even' : 'odd',
      ...optional('gen_ai.usage.input_tokens', one.input),
      ...optional('gen_ai.usage.output_tokens', one.output),
      ...(one.cached > 0 && !one.failed ? { 'gen_ai.usage.cache_read.input_tokens': String(one.cached) } : {}),
      ...optional('gen_ai.usage.cost', one.cost),
      ...optional('gen_ai.response.time_to_first_chunk', one.firstToken),
      'gen_ai.response.finish_reasons': one.truncated ? '["length"]' : '["stop"]',
    },
    { Duration: Math.round(one.seconds * 1e9), ...(one.failed ? { StatusCode: 'Error' as const } : {}) }
  );
}

const scoresOf = (about: SpanRow, one: Made, at: number): LogRow[] => {
  const scored = (name: string, value: string, more: Attributes = {}): LogRow =>
    log(at, about, { 'gen_ai.evaluation.name': name, ...optional('gen_ai.evaluation.score.value', value), ...more });
  return [
    ...(one.faithfulness === null ? [] : [scored('faithfulness', String(one.faithfulness))]),
    ...(one.toxicity === null ? [] : [scored('toxicity', String(one.toxicity))]),
    ...(one.passed === null
      ? []
      : [
          log(at, about, {
            'gen_ai.evaluation.name': 'format',
            'gen_ai.evaluation.score.label': one.passed ? 'pass' : 'fail',
          }),
        ]),
  ];
};

let host: Host;
const made = make();

beforeAll(async () => {
  host = await startHost();
  const spans = made.map(spanOf);
  const other = span(from + 5_000, {
    'gen_ai.operation.name': 'chat',
    'gen_ai.prompt.name': 'another',
    'gen_ai.prompt.version': 'v1',
  });
  // Scores come long after their calls: some after the window, and some in the window for calls before it.
  const late = 1_800_000;
  const logs = made.flatMap((one, index) => scoresOf(spans[index] as SpanRow, one, from + late + index * 10_000));
  const before = spans.map((row, index) => ({
    ...row,
    ...{ TraceId: `b${row.TraceId.slice(1)}`, Timestamp: clickHouseTime(from - 1_000 - index * 1_000) },
  }));
  const strangers = before.flatMap((row, index) => [
    log(from + index * 1_000, row, { 'gen_ai.evaluation.name': 'faithfulness', 'gen_ai.evaluation.score.value': '99' }),
    log(from + index * 1_000, row, { 'gen_ai.evaluation.name': 'format', 'gen_ai.evaluation.score.label': 'pass' }),
  ]);
  await load(host.url, 'otel', { spans: [...before, ...spans, other], logs: [...logs, ...strangers] });
});

afterAll(() => host.close());

const query = { version: 1, format: 'table', kind: 'prompt_compare', prompt: 'answer', a: 'v1', b: 'v2' };

async function rowsOf(more: object = {}): Promise<Record<string, Record<string, unknown>>> {
  const { columns, rows } = await host.ask({ ...query, ...more }, panel(from, to));
  return Object.fromEntries(
    rows.map((row) => [row[0] as string, Object.fromEntries(columns.map((name, index) => [name, row[index]]))])
  );
}

const of = (version: string, value: (one: Made) => number | null, rows = made) =>
  rows.filter((one) => one.version === version).flatMap((one) => value(one) ?? []);
const both = (test: typeof welch, value: (one: Made) => number | null, rows = made): Tested =>
  test(of('v1', value, rows), of('v2', value, rows));
const answered =
  (value: (one: Made) => number) =>
  (one: Made): number | null =>
    one.failed ? null : value(one);
const flag = (value: boolean) => (value ? 1 : 0);

const expected: Record<string, { tested: Tested; lower: boolean }> = {
  'Error rate': { tested: both(zTest, (one) => flag(one.failed)), lower: true },
  Truncated: {
    tested: both(
      zTest,
      answered((one) => flag(one.truncated))
    ),
    lower: true,
  },
  Latency: { tested: both(welch, (one) => one.seconds), lower: true },
  'Time to first token': { tested: both(welch, (one) => one.firstToken), lower: true },
  'Input tokens': { tested: both(welch, (one) => one.input), lower: true },
  'Output tokens': { tested: both(welch, (one) => one.output), lower: true },
  'Cost per request': { tested: both(welch, (one) => one.cost), lower: true },
  'With cached input': {
    tested: both(
      zTest,
      answered((one) => flag(one.cached > 0))
    ),
    lower: false,
  },
  'Score (faithfulness)': { tested: both(welch, (one) => one.faithfulness), lower: false },
  'Score (toxicity)': { tested: both(welch, (one) => one.toxicity), lower: true },
  'Passed (format)': { tested: both(zTest, (one) => (one.passed === null ? null : flag(one.passed))), lower: false },
};

function expectTested(row: Record<string, unknown> | undefined, { tested, lower }: { tested: Tested; lower: boolean }) {
  const near = (actual: unknown, wanted: number) =>
    expect(Math.abs(Number(actual) - wanted)).toBeLessThan(1e-5 * Math.max(1, Math.abs(wanted)));
  expect([row?.['n_a'], row?.['n_b']]).toEqual([tested.nA, tested.nB]);
  near(row?.['mean_a'], tested.meanA);
  near(row?.['mean_b'], tested.meanB);
  near(row?.['difference'], tested.meanB - tested.meanA);
  near(row?.['low'], tested.low);
  near(row?.['high'], tested.high);
  near(row?.['p_value'], tested.p);
  const verdict = tested.p >= 0.05 ? 'no difference' : tested.meanB < tested.meanA === lower ? 'better' : 'worse';
  expect(row?.['verdict']).toBe(verdict);
}

describe('two versions of a prompt', () => {
  test('every measure has the reference’s numbers and verdict', async () => {
    const rows = await rowsOf();
    for (const [name, wanted] of Object.entries(expected)) {
      expectTested(rows[name], wanted);
    }
    expect(Object.values(rows).map((row) => row['verdict'])).toEqual(
      expect.arrayContaining(['better', 'worse', 'no difference'])
    );
  });

  test('the interval leaves out 0 exactly where the difference is significant', async () => {
    for (const row of Object.values(await rowsOf())) {
      const holdsZero = Number(row['low']) <= 0 && Number(row['high']) >= 0;
      expect(holdsZero, String(row['measure'])).toBe(row['verdict'] === 'no difference');
    }
  });

  test('filters hold for requests and scores', async () => {
    const rows = await rowsOf({ filters: [{ dimension: 'feature', operator: 'in', values: ['even'] }] });
    const even = made.filter((_, index) => index % 2 === 0);
    expectTested(rows['Latency'], { tested: both(welch, (one) => one.seconds, even), lower: true });
    expectTested(rows['Score (faithfulness)'], { tested: both(welch, (one) => one.faithfulness, even), lower: false });
  });

  test('too few values say nothing but their number', async () => {
    const rows = await rowsOf({ b: 'v3' });
    const few = of('v3', (one) => one.seconds).length;
    expect(few).toBeLessThan(30);
    expect(rows['Latency']).toMatchObject({
      n_b: few,
      difference: null,
      low: null,
      p_value: null,
      verdict: 'not enough data',
    });
    expect((await rowsOf({ b: 'v3', minimum: 5 }))['Latency']?.['verdict']).not.toBe('not enough data');
  });

  test('evaluations can be named, and turned round', async () => {
    const rows = await rowsOf({ evaluations: ['faithfulness'], lowerIsBetter: ['faithfulness'] });
    expect(Object.keys(rows).filter((name) => /Score|Passed/.test(name))).toEqual(['Score (faithfulness)']);
    expect(rows['Score (faithfulness)']?.['verdict']).toBe('worse');
  });

  test('types are those that Grafana reads', async () => {
    const { types } = await host.ask(query, panel(from, to));
    expect(types).toEqual(['String', 'String', ...Array.from({ length: 8 }, () => 'Nullable(Float64)'), 'String']);
  });

  test('that do not stream are compared by all else', async () => {
    const spans = made.map((one, index) => spanOf({ ...one, firstToken: null }, index));
    await load(host.url, 'plain', { spans, logs: [] });
    const { columns, rows } = await host.ask(query, panel(from, to), { ...host.settings, database: 'plain' });
    const named = rows.map((row) => Object.fromEntries(columns.map((name, index) => [name, row[index]])));
    expectTested(
      named.find(({ measure }) => measure === 'Latency'),
      expected['Latency']!
    );
    expect(named.find(({ measure }) => measure === 'Time to first token')?.['verdict']).not.toBe('worse');
  });

  test('a version is not compared with itself, and no rule reads the table', async () => {
    await expect(host.plan({ ...query, b: 'v1' }, panel(from, to))).rejects.toThrow('with itself');
    await expect(host.plan(query, panel(from, to, { fromAlert: true }))).rejects.toThrow('alert rule');
  });
});
