import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dimensions } from '../../../src/engine/catalogue/dimensions/index.ts';
import { previousVersion } from '../../../src/engine/catalogue/dimensions/previous.ts';
import type { FactId } from '../../../src/engine/catalogue/facts.ts';
import { measureIds, measures, type MeasureId } from '../../../src/engine/catalogue/measures/index.ts';
import { notAddingUp } from '../../../src/engine/compile/measures/formulas.ts';
import { minuteKeys, valueFields } from '../../../src/engine/compile/rows/minutecolumns.ts';
import { storedFacts } from '../../../src/engine/compile/rows/storedcolumns.ts';
import { createTiers, fillerOf } from '../../../tools/bench/filler.ts';
import { fill } from '../../../tools/cli/tiers/fill.ts';
import { demoRows, load, oddRows, t0 } from '../engine/rows.ts';
import { panel, startHost, withSql, type Host } from '../engine/support.ts';
import { contradictory } from './contradictory.ts';
import { differences, type Question } from './differences.ts';

// Tests that every measure by every dimension is the same from sums by minute, five minutes and hour as from the spans.

const hour = 3_600_000;
const first = Math.floor(t0 / hour) * hour - hour;
/** Two hours, and one that is open. */
const window = { from: first, to: first + 2.5 * hour };
const prices = {
  currencies: { EUR: 1.25 },
  overrides: [
    { model: 'fee-model', input: 2, output: 3, perRequest: 0.01, webSearch: 0.2, inputAudio: 30, outputAudio: 50 },
  ],
};

let host: Host;

beforeAll(async () => {
  host = await startHost();
  Object.assign(host.settings, { jsonData: { prices, traceStateWeights: true } });
  host.now = () => window.to;
  const [demo, odd] = [demoRows(), oddRows()];
  const random = contradictory(first - 2 * hour, first + 2.4 * hour, 6000);
  await load(host.url, 'otel', {
    spans: [...demo.spans, ...odd.spans, ...random],
    logs: [...demo.logs, ...odd.logs],
  });
  await createTiers(host);
  await fill(fillerOf(host), { from: first - 2 * hour, to: first + 2 * hour });
});

afterAll(() => host.close());

type Reads = Record<string, { from: string; step?: number; why?: string }>;

async function expectSame(query: Question, reads: Reads, range: object = window): Promise<void> {
  const request = panel(window.from, window.to, range);
  const plan = await host.plan(query, request);
  const raw = await host.run(await host.plan({ ...query, source: 'raw' }, request));
  const stored = await host.run(plan);
  withSql(plan, () => {
    expect(plan.meta['reads']).toMatchObject(reads);
    expect(raw.rows.length).toBeGreaterThan(0);
    expect(differences(query, stored, raw)).toEqual([]);
  });
}

const asked = (question: Partial<Question> & object): Question =>
  ({ version: 1, kind: 'measure', format: 'table', groupBy: [], filters: [], ...question }) as never;

const addable = (id: MeasureId): boolean =>
  !measures[id].perCall &&
  !measures[id].over &&
  notAddingUp(id).quantiles.every((field) => (valueFields as readonly string[]).includes(field));

const ofFact = (fact: FactId) =>
  measureIds.filter((id) => measures[id].fact === fact && addable(id) && id !== 'whatif_cost').map((id) => ({ id }));

/** Several dimensions at once, so that each is compared in few statements. */
const atOnce = 4;
const kept = ({ id, from, perCall }: (typeof dimensions)[keyof typeof dimensions]): boolean =>
  id !== previousVersion && !perCall && from.every((field) => (minuteKeys as readonly string[]).includes(field));

test('calls that are alike are one row', async () => {
  const [rows, weight] = (
    await host.command("SELECT count(), sum(Weight) FROM otel.genai_minutes WHERE Step = 3600 AND Fact = 'requests'")
  )
    .trim()
    .split('\t')
    .map(Number);
  expect(rows).toBeLessThan((weight ?? 0) / 5);
});

describe.each(storedFacts)('%s', (fact) => {
  const own = Object.values(dimensions)
    .filter((one) => one.facts.includes(fact) && kept(one))
    .map(({ id }) => id);
  const groups = Array.from({ length: Math.ceil(own.length / atOnce) }, (_, index) =>
    own.slice(index * atOnce, (index + 1) * atOnce)
  );
  test.each(groups.map((ids) => [ids.join(', '), ids] as const))('every measure by %s', async (_, ids) => {
    await expectSame(asked({ measures: ofFact(fact), groupBy: ids }), { [fact]: { from: 'minutes', step: 3600 } });
  });
});

test.each([
  [60, 60],
  [300, 300],
  [600, 300],
  [1800, 300],
  [3600, 3600],
  [7200, 3600],
])('a series by %i s is read by %i s', async (step, read) => {
  const format = 'timeseries';
  await expectSame(asked({ measures: ofFact('requests').slice(0, 30), groupBy: ['model'], format, step } as never), {
    requests: { from: 'minutes', step: read },
  });
});

test.each([
  ['in its middle', { from: first - 0.7 * hour, to: first + 2.2 * hour }],
  ['over all of it', { from: first - 2 * hour, to: first + 2 * hour }],
])('a window that begins and ends %s', async (_, range) => {
  await expectSame(
    asked({ measures: ofFact('requests'), groupBy: ['model'] }),
    { requests: { from: 'minutes' } },
    range
  );
});

test('ratios over two facts, baselines, what-if prices, filters, and the largest groups with the rest', async () => {
  await expectSame(
    asked({
      measures: [
        ...measureIds.filter((id) => measures[id].over && measures[id].fact !== 'evaluations').map((id) => ({ id })),
        { id: 'whatif_cost' },
        { id: 'requests', compare: 'ratio' },
        { id: 'cost', compare: 'baseline' },
        { id: 'latency_p95', compare: 'baseline' },
      ],
      groupBy: ['feature'],
      filters: [{ dimension: 'service', operator: 'not_in', values: ['jobs'] }],
      whatIf: { provider: 'openai', model: 'gpt-4o' },
      baseline: { offset: 7200 },
      top: { n: 2 },
    } as never),
    { requests: { from: 'minutes', step: 3600 } },
    { from: first, to: first + 2 * hour }
  );
});

test.each([
  [{ measures: [{ id: 'slow_requests' }] }, '"slow_requests" needs per-call values'],
  [{ measures: [{ id: 'context_used_p95' }] }, 'the table of minutes does not keep "contextUsed"'],
  [{ groupBy: ['prompt_size'] }, '"prompt_size" needs per-call values'],
  [{ groupBy: ['user'] }, 'the table of minutes does not keep "user"'],
  [{ groupBy: ['attr:app.feature'] }, undefined],
  [{ format: 'timeseries', step: 90 }, 'buckets of 90 s are not whole minutes'],
  [{ source: 'calls' }, 'the query asks for individual calls'],
])('%o is read from single calls', async (question, why) => {
  const plan = await host.plan(
    asked({ measures: [{ id: 'requests' }], ...question } as never),
    panel(window.from, window.to, window)
  );
  expect(plan.meta['reads']).toMatchObject({
    requests: why === undefined ? { from: 'spans' } : { from: 'calls', why },
  });
});

test('prompt sizes are those of single calls, also of closed hours', async () => {
  await expectSame(
    asked({
      measures: ['requests', 'latency_p95', 'ttft_p95', 'tpot_p95', 'cost'].map((id) => ({ id })) as never,
      groupBy: ['prompt_size'],
    }),
    { requests: { from: 'calls' } }
  );
});

test('the answer fails where an hour is filled again without its minutes', async () => {
  const plan = await host.plan(asked({ measures: [{ id: 'requests' }] }), panel(window.from, window.to, window));
  await host.command(
    [
      "INSERT INTO otel.genai_hours SELECT * REPLACE (Run + 1 AS Run, '' AS Minutes) FROM otel.genai_hours",
      `WHERE Hour = toDateTime(${first / 1000}) ORDER BY Run DESC LIMIT 1`,
    ].join(' ')
  );
  await expect(host.run(plan)).rejects.toThrow('marks are gone');
});
