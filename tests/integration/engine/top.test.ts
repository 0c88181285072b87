import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Attributes, SpanRow } from '../../../tools/demo/data/rows.ts';
import { from, load, log, span } from './rows.ts';
import { panel, startHost, withSql, type Host } from './support.ts';

// Tests which groups are the largest, and that the rest is never mixed with a group of its name.

const day = 86_400_000;
const until = from + 600_000;

let host: Host;

beforeAll(async () => {
  host = await startHost();
  await load(host.url, 'ranks', { spans: ranks, logs: scores });
  for (const [name, spans] of Object.entries(words)) {
    await load(host.url, name, { spans, logs: [] });
  }
});

afterAll(() => host.close());

function calls(
  count: number,
  feature: string,
  more: { back?: number; dollars?: number; tags?: Attributes; row?: Partial<SpanRow> } = {}
): SpanRow[] {
  // prettier-ignore
  const { back = 0, dollars = 1, tags = {}, row = {} } = more;
  return Array.from({ length: count }, (_, index) =>
    span(
      from - back * day + index * 1000,
      { 'gen_ai.operation.name': 'chat', 'app.feature': feature, 'gen_ai.usage.cost': String(dollars), ...tags },
      row
    )
  );
}

/** Requests today and yesterday: ratios 10/10, 6/2, 1/0 and 3/1.5 of two days. */
const ranks = [
  ...calls(10, 'large'),
  ...calls(10, 'large', { back: 1 }),
  ...calls(6, 'grown', { dollars: 5 }),
  ...calls(2, 'grown', { back: 1 }),
  ...calls(1, 'new', { dollars: 9 }),
  ...calls(40, 'gone', { back: 1 }),
];

const scored = (call: SpanRow, value: number) =>
  log(from + 10_000, call, { 'gen_ai.evaluation.name': 'tone', 'gen_ai.evaluation.score.value': String(value) });

/** Every call of a rarely called feature is scored, and more calls, but fewer of all, of another. */
const scores = [
  ...ranks.filter(({ SpanAttributes }) => SpanAttributes['app.feature'] === 'new').map((call) => scored(call, 1)),
  ...ranks.slice(0, 2).map((call) => scored(call, 2)),
];

async function ask(database: string, query: object) {
  const plan = await host.plan({ version: 1, kind: 'measure', format: 'table', ...query }, panel(from, until), {
    ...host.settings,
    database,
  });
  return { plan, ...(await host.run(plan)) };
}

const requests = { id: 'requests' };

describe('the largest are those by the number that is shown', () => {
  const ratio = { id: 'requests', compare: 'ratio', name: 'ratio' };
  const cases: Record<string, { by: object; largest: string[] }> = {
    'a count': { by: { id: 'requests', name: 'by' }, largest: ['large', 'grown'] },
    'a ratio to a baseline': { by: { ...ratio, name: 'by' }, largest: ['grown'] },
    'a difference from a baseline': {
      by: { id: 'requests', compare: 'difference', name: 'by' },
      largest: ['grown', 'new'],
    },
    'a baseline': { by: { id: 'requests', compare: 'baseline', name: 'by' }, largest: ['gone', 'large'] },
    'a mean': { by: { id: 'cost_per_request', name: 'by' }, largest: ['new', 'grown'] },
    'a quotient of two facts': { by: { id: 'evaluation_coverage', evaluation: 'tone', name: 'by' }, largest: ['new'] },
    'a share': { by: { id: 'cost', as: 'share', name: 'by' }, largest: ['grown', 'large'] },
  };

  test.each(Object.entries(cases))('%s', async (_, { by, largest }) => {
    const { plan, rows } = await ask('ranks', {
      measures: [by],
      groupBy: ['feature'],
      baseline: { offset: 86_400 },
      top: { n: largest.length, by: 'by' },
    });
    withSql(plan, () =>
      expect(rows.map(([label]) => label).filter((label) => label !== 'other')).toEqual(expect.arrayContaining(largest))
    );
    withSql(plan, () => expect(rows.length).toBeLessThanOrEqual(largest.length + 1));
  });

  test('a running total ranks by the sum of the window', async () => {
    const { plan, rows } = await ask('ranks', {
      format: 'timeseries',
      step: 5,
      measures: [{ id: 'cost', as: 'running_total', name: 'by' }],
      groupBy: ['feature'],
      top: { n: 1, by: 'by' },
    });
    withSql(plan, () => expect([...new Set(rows.map(([, label]) => label))]).toEqual(['grown', 'other']));
  });
});

const failed = (type: string) => ({ tags: { 'error.type': type }, row: { StatusCode: 'Error' as const } });

/** Tables in which a group has the name of the rest. */
const words = {
  classes: [
    ...calls(5, 'f', failed('rate_limit')),
    ...calls(4, 'f', failed('my_own_error')),
    ...calls(3, 'f', failed('timeout')),
    ...calls(2, 'f', failed('content_filter')),
  ],
  named: [
    ...calls(5, 'other'),
    ...calls(4, 'other (rest)'),
    ...calls(3, 'a'),
    ...calls(2, 'b'),
    ...calls(1, 'other (rest) (rest)'),
  ],
};

describe('a group called other is not the rest', () => {
  const asked = { measures: [requests], top: { n: 2 } };

  test('an error class', async () => {
    const { plan, rows } = await ask('classes', { ...asked, groupBy: ['error_class'] });
    withSql(plan, () =>
      expect(rows).toEqual([
        ['other (rest)', 5],
        ['rate_limit', 5],
        ['other', 4],
      ].sort(([a], [b]) => (a === 'other' ? 1 : b === 'other' ? -1 : String(a) < String(b) ? -1 : 1)))
    ); // prettier-ignore
  });

  test('it is part of the rest if it is small', async () => {
    const { plan, rows } = await ask('classes', { ...asked, top: { n: 1 }, groupBy: ['error_class'] });
    withSql(plan, () =>
      expect(rows).toEqual([
        ['other', 9],
        ['rate_limit', 5],
      ])
    );
  });

  test('nor is one called as the rest is then', async () => {
    const { plan, rows } = await ask('named', { ...asked, groupBy: ['feature'] });
    withSql(plan, () =>
      expect(rows).toEqual([
        ['other (rest) (rest)', 6],
        ['other', 5],
        ['other (rest)', 4],
      ])
    );
  });

  test('with two dimensions, only where both are', async () => {
    const { plan, rows } = await ask('named', { ...asked, groupBy: ['feature', 'service'] });
    withSql(plan, () =>
      expect(rows).toEqual([
        ['other', 'other', 6],
        ['other', 'odd', 5],
        ['other (rest)', 'odd', 4],
      ])
    );
  });

  test('in a time series', async () => {
    const query = { ...asked, format: 'timeseries', step: 600, groupBy: ['feature'] };
    const { plan, rows } = await ask('named', query);
    withSql(plan, () => expect(rows.map(([, label]) => label)).toEqual([...new Set(rows.map(([, l]) => l))].sort()));
    withSql(plan, () =>
      expect(new Map(rows.map(([, label, value]) => [label, value]))).toEqual(
        new Map<unknown, unknown>([
          ['other', 5],
          ['other (rest)', 4],
          ['other (rest) (rest)', 6],
        ])
      )
    );
  });
});
