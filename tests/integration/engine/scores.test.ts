import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Attributes, LogRow, SpanRow } from '../../../tools/demo/data/rows.ts';
import { readBy } from '../../../tools/bench/scale/reads.ts';
import { clickHouseTime, from, load, log, span } from './rows.ts';
import { expectClose, panel, startHost, withSql, type Host } from './support.ts';

// Tests what scores say: labels that are not told, scores that were written twice, late ones, and those of sampled calls.

const hour = 3_600_000;
const until = from + 600_000;
const at = from + 300_000;

let host: Host;

const call = (feature: string, more: Partial<SpanRow> = {}, attributes: Attributes = {}, when = from + 1000) =>
  span(
    when,
    { 'gen_ai.operation.name': 'chat', 'app.feature': feature, 'gen_ai.usage.cost': '1', ...attributes },
    { Duration: 2e9, ...more }
  );

const said = (name: string, value?: number | string, label?: string): Attributes => ({
  'gen_ai.evaluation.name': name,
  ...(value === undefined ? {} : { 'gen_ai.evaluation.score.value': String(value) }),
  ...(label === undefined ? {} : { 'gen_ai.evaluation.score.label': label }),
});

const event = (when: number, ...scores: Attributes[]): Partial<SpanRow> => ({
  'Events.Timestamp': scores.map(() => clickHouseTime(when)),
  'Events.Name': scores.map(() => 'gen_ai.evaluation.result'),
  'Events.Attributes': scores,
});

/** Labels of an evaluation each, and the share that passed; null where one of them says neither. */
const labels: Record<string, [string[], number | null]> = {
  relevance: [['relevant', 'relevant', 'relevant', 'not_relevant'], 0.75],
  turned: [['Not Relevant', 'non-toxic', 'unhelpful', 'inaccurate', 'irrelevant', 'unsafe'], 1 / 6],
  negative: [['not_hallucinated', 'hallucinated', 'no'], 1 / 3],
  plain: [['pass', 'FAIL', 'yes', 'no'], 0.5],
  one_unknown: [['pass', 'pass', 'partially'], null],
  only_unknown: [['high', 'low'], null],
  without: [['pass', '', ''], 1],
};

const judged = Object.entries(labels).flatMap(([name, [words]]) =>
  words.map((word) => log(at, undefined, word === '' ? said(name, 1) : said(name, undefined, word)))
);

const result = (id: string): Attributes => ({ 'genai_evaluator.result.id': id });

/** Scores as they are written, and how many they are. */
const twice: Record<string, { spans: SpanRow[]; logs: (spans: SpanRow[]) => LogRow[]; count: number }> = {
  'as event and as record': {
    spans: [call('a', event(from + 2000, said('tone', 3)))],
    logs: ([about]) => [log(from + 2500, about, said('tone', 3))],
    count: 1,
  },
  'of another value': {
    spans: [call('b', event(from + 2000, said('tone', 3)))],
    logs: ([about]) => [log(from + 2500, about, said('tone', 4))],
    count: 2,
  },
  'of another evaluation': {
    spans: [call('c', event(from + 2000, said('tone', 3)))],
    logs: ([about]) => [log(from + 2500, about, said('style', 3))],
    count: 2,
  },
  'much later': {
    spans: [call('d', event(from + 2000, said('tone', 3)))],
    logs: ([about]) => [log(from + 400_000, about, said('tone', 3))],
    count: 2,
  },
  'of another call': {
    spans: [call('e', event(from + 2000, said('tone', 3))), call('e')],
    logs: ([, other]) => [log(from + 2500, other, said('tone', 3))],
    count: 2,
  },
  'two records': {
    spans: [call('f')],
    logs: ([about]) => [log(from + 2000, about, said('tone', 3)), log(from + 2500, about, said('tone', 3))],
    count: 2,
  },
  'of one result': {
    spans: [call('h')],
    logs: ([about]) => ['r1', 'r1', 'r2'].map((id) => log(from + 2000, about, { ...said('tone', 3), ...result(id) })),
    count: 2,
  },
  'of labels': {
    spans: [call('g', event(from + 2000, said('tone', undefined, 'pass'), said('tone', undefined, 'fail')))],
    logs: ([about]) => [log(from + 2001, about, said('tone', undefined, 'pass'))],
    count: 2,
  },
  'about nothing': {
    spans: [],
    logs: () => [log(at, undefined, said('tone', 3)), log(at, undefined, said('tone', 3))],
    count: 2,
  },
};

/** Ten calls that a sampler kept of a hundred, and one that it keeps always. */
const kept = Array.from({ length: 10 }, () => call('sampled', {}, { SampleRate: '10' }));
const always = call('always', {}, { SampleRate: '1' });

beforeAll(async () => {
  host = await startHost();
  await load(host.url, 'labels', { spans: [call('x')], logs: judged });
  for (const [index, { spans, logs }] of Object.values(twice).entries()) {
    await load(host.url, `twice_${index}`, { spans: [call('x'), ...spans], logs: logs(spans) });
  }
  await load(host.url, 'sampled', {
    spans: [...kept, always, call('unscored', {}, { SampleRate: '90' })],
    logs: [...kept, always].map((about) => log(at, about, said('tone', 3))),
  });
  const late = call('late', {}, {}, from - 2 * hour);
  const root = span(
    from - 4 * hour,
    { 'gen_ai.operation.name': 'invoke_agent', 'app.feature': 'of the root' },
    { Duration: 60e9 }
  );
  const below = span(
    from - 4 * hour + 1000,
    { 'gen_ai.operation.name': 'chat', 'gen_ai.request.model': 'gpt-4o' },
    { TraceId: root.TraceId, ParentSpanId: root.SpanId }
  );
  const older = call('days ago', {}, {}, from - 30 * hour);
  await load(host.url, 'late', {
    // Others of those hours, which no score is about.
    spans: [call('in time'), late, root, below, older, call('unscored', {}, {}, from - 3 * hour)],
    logs: [late, below, older, undefined].map((about) => log(at, about, said('tone', 3))),
  });
  // In the partition of the day before, about which no score of `soon` is.
  const before = Array.from({ length: others }, () => call('unscored', {}, {}, from - 23.9 * hour));
  const quick = call('soon', {}, {}, from + 2000);
  const slow = call('', {}, {}, from + 3000);
  const session = span(from - 23.8 * hour, { 'app.feature': 'of the day before' }, { TraceId: slow.TraceId });
  await load(host.url, 'soon', { spans: [quick, ...before], logs: [log(at, quick, said('tone', 3))] });
  await load(host.url, 'below an old root', {
    spans: [{ ...slow, ParentSpanId: session.SpanId }, session, ...before],
    logs: [log(at, slow, said('tone', 3))],
  });
});

/** Spans of the day before. */
const others = 2000;

afterAll(() => host.close());

async function ask(database: string, query: object, jsonData = {}) {
  const plan = await host.plan({ version: 1, kind: 'measure', format: 'table', ...query }, panel(from, until), {
    ...host.settings,
    database,
    jsonData,
  });
  return { plan, ...(await host.run(plan)) };
}

describe('the pass rate is of all labels, or not told', () => {
  test('by evaluation', async () => {
    const { plan, rows } = await ask('labels', { measures: [{ id: 'pass_rate' }], groupBy: ['evaluation'] });
    const rates = new Map(rows as [string, number | null][]);
    withSql(plan, () =>
      Object.entries(labels).forEach(([name, [, right]]) => expectClose(rates.get(name) ?? null, right, name))
    );
  });

  test('over time, each bucket by its own labels', async () => {
    const { plan, rows } = await ask('labels', {
      format: 'timeseries',
      step: 60,
      measures: [{ id: 'pass_rate', evaluation: 'relevance' }],
    });
    withSql(plan, () => expect(rows.map(([, rate]) => rate)).toEqual([0.75]));
  });
});

test.each(Object.entries(twice).map(([name, one], index) => ({ name, index, count: one.count })))(
  'a score $name is counted $count times',
  async ({ index, count }) => {
    const { plan, columns, rows } = await ask(`twice_${index}`, {
      measures: [{ id: 'evaluation_count' }, { id: 'score_count' }],
    });
    withSql(plan, () => expect(rows[0]?.[columns.indexOf('evaluation_count')]).toBe(count));
    const grouped = await ask(`twice_${index}`, { measures: [{ id: 'evaluation_count' }], groupBy: ['feature'] });
    withSql(grouped.plan, () => expect(grouped.rows.reduce((sum, row) => sum + Number(row[1]), 0)).toBe(count));
  }
);

describe('scores of sampled calls', () => {
  test('cover what these stand for', async () => {
    const coverage = { id: 'evaluation_coverage', evaluation: 'tone', name: 'covered' };
    const { plan, rows } = await ask('sampled', { measures: [coverage], groupBy: ['feature'] });
    withSql(plan, () => expect(Object.fromEntries(rows)).toEqual({ sampled: 1, always: 1, unscored: 0 }));
    const whole = await ask('sampled', { measures: [coverage] });
    withSql(whole.plan, () => expectClose(whole.rows[0]?.[0], 101 / 191, 'coverage'));
  });

  test('are as many as were given', async () => {
    const { plan, rows } = await ask('sampled', { measures: [{ id: 'score_count' }], groupBy: ['feature'] });
    withSql(plan, () => expect(Object.fromEntries(rows)).toEqual({ sampled: 10, always: 1 }));
  });

  test('a heatmap weighs calls as their number does', async () => {
    const heatmap = await ask('sampled', { format: 'heatmap', step: 600, measures: [{ id: 'latency_p50' }] });
    const count = heatmap.columns.indexOf('count');
    withSql(heatmap.plan, () => expect(heatmap.rows.reduce((sum, row) => sum + Number(row[count]), 0)).toBe(191));
    const scores = await ask('sampled', { format: 'heatmap', step: 600, measures: [{ id: 'score_mean', evaluation: 'tone' }] }); // prettier-ignore
    withSql(scores.plan, () => expect(scores.rows.reduce((sum, row) => sum + Number(row[count]), 0)).toBe(11));
  });
});

describe('a score that comes later than its call', () => {
  const query = { measures: [{ id: 'unmatched_scores' }, { id: 'evaluation_count' }] };
  const byFeature = async (jsonData = {}) => {
    const { plan, rows } = await ask('late', { ...query, groupBy: ['feature'] }, jsonData);
    return { plan, found: new Map(rows.map(([label, ...counts]) => [label, counts])) };
  };

  test('by some hours has its feature, also one that only the root of its trace has', async () => {
    const { plan, found } = await byFeature();
    withSql(plan, () =>
      expect(found).toEqual(
        new Map([
          ['late', [0, 1]],
          ['of the root', [0, 1]],
          ['unknown', [1, 2]],
        ])
      )
    );
  });

  test('by more than the setting is counted as one without its call', async () => {
    const { plan, rows } = await ask('late', query, { evaluationReachSeconds: 0 });
    withSql(plan, () => expect(rows).toEqual([[3, 4]]));
    const within = await byFeature({ evaluationReachSeconds: 7 * 86_400 });
    withSql(within.plan, () => expect(within.found.get('days ago')).toEqual([0, 1]));
  });

  test.each([
    ['soon', 'soon', false],
    ['below an old root', 'of the day before', true],
  ])('reads the day before only for a trace that began then: %s', async (database, feature, reads) => {
    const { plan, rows } = await ask(database, { ...query, groupBy: ['feature'] });
    withSql(plan, () => expect(rows).toEqual([[feature, 0, 1]]));
    const { read } = await readBy(host, plan.statement);
    withSql(plan, () => expect(read.rows > others).toBe(reads));
  });

  test('is found where the usual lag reaches it, too', async () => {
    const { plan, found } = await byFeature({ evaluationLagSeconds: 3 * 3600, evaluationReachSeconds: 0 });
    withSql(plan, () => expect(found.get('late')).toEqual([0, 1]));
  });
});
