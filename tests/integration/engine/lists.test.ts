import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { LogRow, SpanRow } from '../../../tools/demo/data/rows.ts';
import { log, load, span } from './rows.ts';
import { panel, startHost, withSql, type Host } from './support.ts';

// Lists of spans and of values, compared with the same taken from the rows by hand.

const from = Date.UTC(2026, 4, 1);
const to = from + 4 * 3_600_000;
const whole = panel(from, to);

/** What a row is, besides what its attributes say. */
interface Made {
  fact: 'requests' | 'tools' | 'agents' | 'guardrails';
  at: number;
  seconds: number;
  attributes: Record<string, string>;
  region: string;
  failed: boolean;
  message: string;
  scores: readonly number[];
}

const operations = {
  requests: 'chat',
  tools: 'execute_tool',
  agents: 'invoke_agent',
  guardrails: 'guardrail',
} as const;
const hostileValues = [
  "it's",
  'a\\b',
  '"q"',
  '${feature}',
  '$__all',
  "'; DROP TABLE otel.otel_traces; --",
  'a\tb',
  '{p0:String}',
];

const made: Made[] = Array.from({ length: 160 }, (_, index) => {
  const fact =
    (['requests', 'requests', 'requests', 'tools', 'agents', 'guardrails'] as const)[index % 6] ?? 'requests';
  const failed = index % 7 === 3;
  const attributes: Record<string, string> = {
    'gen_ai.operation.name': operations[fact],
    'app.feature': ['search', 'chat', 'mail'][index % 3] ?? '',
    ...(index % 4 === 0 ? { 'app.variant': hostileValues[(index / 4) % hostileValues.length] ?? '' } : {}),
    ...(fact === 'tools' ? { 'gen_ai.tool.name': 'search_web' } : {}),
    ...(fact === 'requests'
      ? {
          'gen_ai.request.model': index % 2 === 0 ? 'gpt-4o' : 'GPT-5-mini',
          'gen_ai.usage.input_tokens': String(100 + index),
          'gen_ai.usage.output_tokens': String(10 + ((index * 7) % 50)),
          'gen_ai.usage.cost': String((index % 11) / 100),
          'gen_ai.response.finish_reasons': index % 5 === 0 ? '["length"]' : '["stop"]',
          'gen_ai.input.messages': 'what a user wrote',
        }
      : {}),
  };
  return {
    ...{ fact, failed, attributes },
    at: from + 60_000 + index * 60_000,
    seconds: ((index * 37) % 101) / 10,
    region: index % 2 === 0 ? 'eu' : 'us',
    message: failed ? `request ${index} Refused${index === 45 ? ` ${'x'.repeat(1000)}` : ''}` : '',
    scores: fact === 'requests' && index % 4 !== 1 ? [(index * 13) % 5, ...(index % 8 === 0 ? [5] : [])] : [],
  };
});

const rows: SpanRow[] = made.map(({ at, seconds, attributes, region, failed, message }) =>
  span(at, attributes, {
    Duration: Math.round(seconds * 1e9),
    StatusCode: failed ? 'Error' : 'Unset',
    StatusMessage: message,
    ResourceAttributes: { 'cloud.region': region },
  })
);
const logs: LogRow[] = made.flatMap(({ at, scores }, index) =>
  scores.flatMap((value, nth) => [
    log(at + 1000 + nth, rows[index], {
      'gen_ai.evaluation.name': 'faithfulness',
      'gen_ai.evaluation.score.value': String(value),
    }),
    log(at + 1000, rows[index], { 'gen_ai.evaluation.name': 'tone', 'gen_ai.evaluation.score.value': '9' }),
  ])
);

let host: Host;

beforeAll(async () => {
  host = await startHost();
  await load(host.url, 'otel', { spans: rows, logs });
});

afterAll(() => host.close());

const listOf = (more: object) => ({
  ...{
    version: 1,
    kind: 'spans',
    format: 'table',
    groupBy: [],
    columns: [],
    filters: [],
    orderBy: 'time',
    limit: 1000,
  },
  ...more,
});

async function ask(query: object, request = whole): Promise<Record<string, unknown>[]> {
  const { columns, rows: answered } = await host.ask(query, request);
  return answered.map((row) => Object.fromEntries(columns.map((name, index) => [name, row[index]])));
}

type Row = Made & { id: string; score: number | null };
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const all: Row[] = made.map((one, index) => ({
  ...one,
  id: rows[index]?.SpanId ?? '',
  score: one.scores.length > 0 ? mean(one.scores) : null,
}));
const idsWhere = (test: (row: Row) => boolean): string[] =>
  all
    .filter(test)
    .map(({ id }) => id)
    .sort();

async function expectIds(more: object, test: (row: Row) => boolean): Promise<void> {
  const plan = await host.plan(listOf(more), whole);
  const { columns, rows: answered } = await host.run(plan);
  const place = columns.indexOf('span_id');
  withSql(plan, () => expect(answered.map((row) => String(row[place])).sort()).toEqual(idsWhere(test)));
  expect(idsWhere(test).length, 'the test compares nothing').toBeGreaterThan(0);
}

const requests = ({ fact }: Row) => fact === 'requests';
const numberIn = ({ attributes }: Row, key: string) => Number(attributes[key]);

describe('spans', () => {
  test('of one fact, of several, and of any kind', async () => {
    await expectIds({}, requests);
    await expectIds({ of: ['requests', 'tools', 'guardrails'] }, ({ fact }) => fact !== 'agents');
    await expectIds({ of: ['spans'], columns: ['duration', 'failed', 'error'] }, () => true);
  });

  test.each([
    [{ on: 'column', column: 'duration', operator: '>', value: 5 }, (row: Row) => row.seconds > 5],
    [
      { on: 'column', column: 'cost', operator: '>=', value: 0.05 },
      (row: Row) => numberIn(row, 'gen_ai.usage.cost') >= 0.05,
    ],
    [
      { on: 'column', column: 'input_tokens', operator: '<', value: 150 },
      (row: Row) => numberIn(row, 'gen_ai.usage.input_tokens') < 150,
    ],
    [
      { on: 'column', column: 'output_tokens', operator: '<=', value: 20 },
      (row: Row) => numberIn(row, 'gen_ai.usage.output_tokens') <= 20,
    ],
    [{ on: 'failed' }, (row: Row) => row.failed],
    [{ on: 'failed', is: false }, (row: Row) => !row.failed],
    [{ on: 'truncated' }, (row: Row) => row.attributes['gen_ai.response.finish_reasons'] === '["length"]'],
    [{ on: 'error', operator: 'contains', value: 'rEFUSED' }, (row: Row) => row.message.includes('Refused')],
    [
      { on: 'error', operator: 'matches', value: '^request 3[0-9] ' },
      (row: Row) => /^request 3[0-9] /.test(row.message),
    ],
    [{ on: 'attribute', key: 'app.variant', operator: 'exists' }, (row: Row) => 'app.variant' in row.attributes],
    [
      { on: 'attribute', key: 'app.variant', operator: '!=', value: "it's" },
      (row: Row) => row.attributes['app.variant'] !== "it's",
    ],
    [
      { on: 'attribute', key: 'app.variant', operator: 'matches', value: '^it.s$' },
      (row: Row) => row.attributes['app.variant'] === "it's",
    ],
    [{ on: 'resource', key: 'cloud.region', operator: '=', value: 'eu' }, (row: Row) => row.region === 'eu'],
    [{ on: 'column', column: 'score', operator: '<', value: 2 }, (row: Row) => row.score !== null && row.score < 2],
  ] as const)('that fulfil %j', async (condition, fulfils) => {
    const evaluation = 'column' in condition && condition.column === 'score' ? { evaluation: 'faithfulness' } : {};
    await expectIds({ conditions: [condition], ...evaluation }, (row) => requests(row) && fulfils(row));
  });

  test('that fulfil several conditions, and filters', async () => {
    await expectIds(
      {
        of: ['requests', 'tools'],
        conditions: [{ on: 'failed' }, { on: 'column', column: 'duration', operator: '>', value: 2 }],
        filters: [{ dimension: 'feature', operator: 'in', values: ['search', 'chat'] }],
      },
      ({ fact, failed, seconds, attributes }) =>
        ['requests', 'tools'].includes(fact) && failed && seconds > 2 && attributes['app.feature'] !== 'mail'
    );
    await expectIds(
      { of: ['requests', 'tools'], filters: [{ dimension: 'tool', operator: 'in', values: ['search_web'] }] },
      ({ fact }) => fact === 'tools'
    );
    // What a tool call cannot have, it does not have.
    await expectIds(
      { of: ['requests', 'tools'], conditions: [{ on: 'column', column: 'cost', operator: '>=', value: 0 }] },
      requests
    );
  });

  test.each(hostileValues)('whose attribute is %j', async (value) => {
    const condition = { on: 'attribute', key: 'app.variant', operator: '=', value };
    await expectIds(
      { of: ['spans'], conditions: [condition] },
      ({ attributes }) => attributes['app.variant'] === value
    );
  });

  test.each(['\0', 'a\0b', '\\', "\\'", '${__all}', 'x'.repeat(4096), '\u202e'])(
    'no text breaks a statement',
    async (value) => {
      const conditions = [
        { on: 'attribute', key: `k'\\\`"{}${value.replace(/\0/g, '').slice(0, 50)}`, operator: '!=', value },
        { on: 'error', operator: 'contains', value },
      ];
      const answered = await ask(listOf({ of: ['spans'], conditions }));
      expect(answered.length).toBe(idsWhere(({ message }) => message.includes(value)).length);
    }
  );

  test('are ordered by a column, either way, those without it last', async () => {
    const query = { columns: ['duration', 'cost'], groupBy: ['model'], limit: 7 };
    const byDuration = all.filter(requests).sort((a, b) => b.seconds - a.seconds || (a.id < b.id ? -1 : 1));
    const slowest = await ask(listOf({ ...query, orderBy: 'duration' }));
    expect(slowest.map((row) => row['span_id'])).toEqual(byDuration.slice(0, 7).map(({ id }) => id));
    expect(slowest[0]).toEqual({
      time: expect.stringMatching(/^2026-05-01 /) as string,
      trace_id: expect.stringMatching(/^[0-9a-f]{32}$/) as string,
      span_id: byDuration[0]?.id,
      model: byDuration[0]?.attributes['gen_ai.request.model'],
      duration: byDuration[0]?.seconds,
      cost: numberIn(byDuration[0] as Row, 'gen_ai.usage.cost'),
    });
    const scored = all.filter(requests).sort((a, b) => (a.score ?? 9) - (b.score ?? 9) || (a.id < b.id ? -1 : 1));
    const worst = await ask(
      listOf({ columns: ['score'], evaluation: 'faithfulness', orderBy: 'score', direction: 'asc' })
    );
    expect(worst.map((row) => [row['span_id'], row['score']])).toEqual(scored.map(({ id, score }) => [id, score]));
    expect(scored[0]?.score).toBe(0);
    expect(scored.at(-1)?.score).toBeNull();
  });

  test('show the text of an error up to a length, and none where nothing failed', async () => {
    const shown = await ask(listOf({ of: ['spans'], columns: ['error'] }));
    const expected = new Map(all.map(({ id, message }) => [id, message.slice(0, 300)]));
    expect(shown.map((row) => [row['span_id'], row['error']]).sort()).toEqual([...expected].sort());
    expect(Math.max(...shown.map((row) => String(row['error']).length))).toBe(300);
  });

  test('a saved list of calls is one of spans', async () => {
    const saved = listOf({ kind: 'calls', columns: ['duration', 'cost', 'failed'], orderBy: 'cost', limit: 5 });
    expect(await ask(saved)).toEqual(await ask({ ...saved, kind: 'spans' }));
    expect((await host.plan(saved, whole)).frame.columns.map(({ name }) => name)).toEqual([
      'time',
      'trace_id',
      'span_id',
      'duration',
      'cost',
      'failed',
    ]);
  });

  test('of an empty window are none', async () => {
    const empty = panel(from - 86_400_000, from);
    expect(await ask(listOf({ columns: ['score'], evaluation: 'faithfulness' }), empty)).toEqual([]);
    expect(await ask(listOf({ of: ['requests', 'agents'] }), empty)).toEqual([]);
  });

  test.each([
    [
      { conditions: [{ on: 'attribute', key: 'gen_ai.input.messages', operator: 'exists' }] },
      /"gen_ai.input.messages" appears, by its name, to hold user or model text/,
    ],
    [
      { conditions: [{ on: 'resource', key: 'prompt.text', operator: 'exists' }] },
      /"prompt.text" appears, by its name, to hold user or model text/,
    ],
    [
      { groupBy: ['attr:gen_ai.output.messages'] },
      /"attr:gen_ai.output.messages" appears, by its name, to hold user or model text/,
    ],
    [
      { conditions: [{ on: 'attribute', key: 'app.variant', operator: '=' }] },
      /The condition on "app.variant" compares with nothing/,
    ],
    [{ conditions: [{ on: 'attribute', key: 'a\0b', operator: 'exists' }] }, /conditions.0.key: it is not a key/],
    [
      { conditions: [{ on: 'attribute', key: 'x'.repeat(10_000), operator: 'exists' }] },
      /conditions.0.key: it is not a key/,
    ],
    [{ conditions: [{ on: 'error', operator: 'contains', value: 'x'.repeat(10_000) }] }, /conditions.0.value: Too big/],
    [{ conditions: [{ on: 'column', column: 'error', operator: '>', value: 1 }] }, /conditions.0.column/],
    [{ columns: ['score'] }, /Set "evaluation" to its name/],
    [{ evaluation: 'faithfulness' }, /does not use "score"/],
    [{ of: ['tools'], columns: ['cost'] }, /"cost" does not apply to tools/],
    [{ of: ['spans', 'tools'] }, /would be listed twice/],
    [{ of: ['tools'], groupBy: ['verdict'] }, /"verdict" does not apply to "tools"/],
    [{ orderBy: 'error' }, /orderBy/],
    [{ limit: 1001 }, /limit/],
  ])('are refused for %j', async (more, message) => {
    await expect(host.plan(listOf(more), whole)).rejects.toThrow(message);
  });

  test('are refused in alert rules, and with a regular expression that is none', async () => {
    await expect(host.plan(listOf({}), panel(from, to, { fromAlert: true }))).rejects.toThrow(
      /lists individual spans. Count them with a measure query/
    );
    const conditions = [{ on: 'error', operator: 'matches', value: '(unclosed' }];
    await expect(host.ask(listOf({ conditions }), whole)).rejects.toThrow(/CANNOT_COMPILE_REGEXP/);
  });
});

const valuesOf = (more: object) => ({ version: 1, kind: 'values', format: 'table', filters: [], ...more });

/** Counts what rows say, most frequent first. */
function counted(texts: readonly (string | undefined)[]): { value: string; count: number }[] {
  const counts = new Map<string, number>();
  texts.forEach((one = 'unknown') => counts.set(one, (counts.get(one) ?? 0) + 1));
  return [...counts]
    .map(([value, count]) => ({ value, count }))
    .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
}

describe('values', () => {
  const calls = all.filter(requests);

  test('of a dimension, with counts, chained by filters', async () => {
    expect(await ask(valuesOf({ dimension: 'model' }))).toEqual(
      counted(calls.map(({ attributes }) => attributes['gen_ai.request.model']))
    );
    const filters = [{ dimension: 'feature', operator: 'in', values: ['chat'] }];
    expect(await ask(valuesOf({ dimension: 'model', filters }))).toEqual(
      counted(
        calls
          .filter(({ attributes }) => attributes['app.feature'] === 'chat')
          .map(({ attributes }) => attributes['gen_ai.request.model'])
      )
    );
    expect(await ask(valuesOf({ dimension: 'tool' }))).toEqual([
      { value: 'search_web', count: all.filter(({ fact }) => fact === 'tools').length },
    ]);
  });

  test('that contain a text, in any case', async () => {
    expect((await ask(valuesOf({ dimension: 'model', search: 'gPt-5' }))).map((row) => row['value'])).toEqual([
      'GPT-5-mini',
    ]);
    expect(await ask(valuesOf({ dimension: 'model', search: "x' OR '1'='1" }))).toEqual([]);
    expect(await ask(valuesOf({ dimension: 'model', search: 'a\0\\' }))).toEqual([]);
  });

  test('of an attribute, and of a resource’s', async () => {
    const plan = await host.plan(valuesOf({ dimension: 'attr:app.variant' }), whole);
    expect(plan.notices[0]?.text).toContain('at most 1000000 gen_ai spans');
    expect(await ask(valuesOf({ dimension: 'attr:app.variant' }))).toEqual(
      counted(all.flatMap(({ attributes }) => attributes['app.variant'] ?? []))
    );
    expect(await ask(valuesOf({ dimension: 'resource:cloud.region' }))).toEqual(
      counted(all.map(({ region }) => region))
    );
    await expect(host.plan(valuesOf({ dimension: 'attr:gen_ai.input.messages' }), whole)).rejects.toThrow(
      /to hold user or model text/
    );
  });

  test('that are names of evaluations, or keys of attributes without content', async () => {
    const names = logs.map(({ LogAttributes }) => LogAttributes['gen_ai.evaluation.name']);
    expect(await ask(valuesOf({ of: 'evaluation' }))).toEqual(counted(names));
    const keys = (await ask(valuesOf({ of: 'attribute_key' }))).map((row) => row['value']);
    const present = [...new Set(all.flatMap(({ attributes }) => Object.keys(attributes)))].sort();
    expect(keys).toEqual(present.filter((key) => key !== 'gen_ai.input.messages'));
    expect(await ask(valuesOf({ of: 'attribute_key', search: 'VARI' }))).toEqual([
      { value: 'app.variant', count: null },
    ]);
  });

  test('are cut at the limit, of which one more is read', async () => {
    const plan = await host.plan(valuesOf({ dimension: 'feature', limit: 2 }), whole);
    expect(plan.limits.rows).toBe(2);
    expect((await host.run(plan)).rows).toHaveLength(3);
    expect((await host.plan(valuesOf({ dimension: 'feature' }), whole)).limits.rows).toBe(100);
  });

  test.each([
    [{}, /Set "dimension"/],
    [{ of: 'evaluation', dimension: 'model' }, /take no "dimension"/],
    [{ dimension: 'nothing' }, /dimension: it is not a dimension/],
    [
      { dimension: 'verdict', filters: [{ dimension: 'tool', operator: 'in', values: ['x'] }] },
      /"tool" does not apply to "verdict"/,
    ],
    [{ of: 'attribute_key', filters: [{ dimension: 'tool', operator: 'in', values: ['x'] }] }, /cannot be filtered/],
    [{ dimension: 'model', limit: 1001 }, /limit/],
  ])('are refused for %j', async (more, message) => {
    await expect(host.plan(valuesOf(more), whole)).rejects.toThrow(message);
  });

  test('are refused in alert rules, and none of an empty window', async () => {
    await expect(host.plan(valuesOf({ dimension: 'model' }), panel(from, to, { fromAlert: true }))).rejects.toThrow(
      /a query of kind "values" returns a table/
    );
    for (const more of [
      { dimension: 'model' },
      { dimension: 'attr:app.variant' },
      { of: 'evaluation' },
      { of: 'attribute_key' },
    ]) {
      expect(await ask(valuesOf(more), panel(from - 86_400_000 * 3, from - 86_400_000 * 2))).toEqual([]);
    }
  });
});
