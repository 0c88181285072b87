import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { HostSettings } from '../../../src/engine/host.ts';
import { contentRefused, filterNotOfRow, filtersUnused, type NotOfRow } from '../../../src/engine/messages.ts';
import type { Filter, FilterOperator } from '../../../src/engine/query/model.ts';
import { preview, previewCensus } from '../../../src/engine/preview.ts';
import type { Census } from '../../../src/engine/source/census.ts';
import type { SourceDescription } from '../../../src/engine/source/description.ts';
import { resource } from './resource.ts';
import { from, load, span, t0 } from './rows.ts';
import { panel, startHost, withSql, type Host } from './support.ts';

// Tests $__filters: a query's filters are a condition over the rows that the user's SQL reads, and values never become SQL.

const nasty = [
  "'", "''", "\\'", '\\', '"', '`', ')', "') OR 1 --", "'; DROP TABLE otel_traces; --", '{p0:String}', '$__filters', '$__table', '/*', '-- x',
  '\t', '\n', '\0', '\\N', '\\t', 'NULL', '😀', '\u2028', '[]', "['a']", 'a,b', '%27', '+', '&param_from=1', ' ', 'unknown',
]; // prettier-ignore
const stored = [...nasty, 'plain', 'plain2'];
const middle = from + 60_000;
const oddKey = `it's "odd" \\ {p0:String} $__filters`;

/** Calls as several instrumentations write them, with what each of them says in the words of dimensions. */
const calls = [
  {
    says: {
      model: 'gpt-4o',
      provider: 'openai',
      service: 'shop',
      instrumentation: 'unknown',
      error_class: 'none',
      finish_reason: 'stop',
    },
    row: span(
      middle,
      {
        'gen_ai.operation.name': 'chat',
        'gen_ai.system': 'openai',
        'gen_ai.request.model': 'gpt-4o',
        'gen_ai.response.finish_reasons': '["stop"]',
        'app.plan': 'gold',
        [oddKey]: "it's",
      },
      { ServiceName: 'shop', ResourceAttributes: { 'service.name': 'shop', region: 'eu' } }
    ),
  },
  {
    says: {
      model: 'claude-x',
      provider: 'anthropic',
      service: 'shop',
      instrumentation: 'openinference',
      error_class: 'none',
      finish_reason: 'unknown',
    },
    row: span(
      middle,
      {
        'openinference.span.kind': 'LLM',
        'llm.model_name': 'claude-x',
        'llm.provider': 'anthropic',
        'app.plan': 'free',
      },
      { ServiceName: 'shop', ScopeName: 'openinference.instrumentation.anthropic' }
    ),
  },
  {
    says: {
      model: 'unknown',
      provider: 'unknown',
      service: 'web',
      instrumentation: 'unknown',
      error_class: 'none',
      finish_reason: 'unknown',
    },
    row: span(middle, { 'http.request.method': 'GET', 'http.route': '/x' }, { ServiceName: 'web' }),
  },
  {
    says: {
      model: 'gpt-4o',
      provider: 'openai',
      service: 'web',
      instrumentation: 'unknown',
      error_class: 'rate_limit',
      finish_reason: 'unknown',
    },
    row: span(
      middle,
      {
        'gen_ai.operation.name': 'chat',
        'gen_ai.system': 'openai',
        'gen_ai.request.model': 'gpt-4o',
        'error.type': '429',
      },
      { ServiceName: 'web', StatusCode: 'Error' }
    ),
  },
];
const lateRoot = from - 5 * 86_400_000;
let host: Host;

beforeAll(async () => {
  host = await startHost();
  await load(host.url, 'otel', {
    spans: [
      ...stored.map((feature) => span(middle, { 'gen_ai.operation.name': 'chat', 'app.feature': feature })),
      ...calls.map(({ row }, index) => ({ ...row, SpanName: `call ${index}` })),
      // Days before, a feature is on the root of a trace only.
      span(lateRoot, { 'app.feature': 'of the root' }, { TraceId: 'b'.repeat(32), SpanId: '1'.repeat(16) }),
      span(lateRoot, { 'gen_ai.operation.name': 'chat' }, { TraceId: 'b'.repeat(32), ParentSpanId: '1'.repeat(16) }),
    ],
    logs: [],
  });
});

afterAll(() => host.close());

const features = `SELECT SpanAttributes['app.feature'] AS feature, count() AS n FROM $__table
  WHERE $__timeFilter(Timestamp) AND SpanAttributes['app.feature'] != '' AND $__filters GROUP BY feature`;
const names = 'SELECT SpanName AS name FROM $__table WHERE $__timeFilter(Timestamp) AND startsWith(SpanName, \'call\') AND $__filters'; // prettier-ignore

const sqlQuery = (sql: string, filters: readonly Filter[]) => ({
  version: 1,
  kind: 'sql',
  format: 'table',
  sql,
  filters,
});

async function texts(sql: string, filters: readonly Filter[], more = {}, own?: HostSettings) {
  const plan = await host.plan(sqlQuery(sql, filters), panel(from, t0, more), own);
  const { rows } = await host.run(plan);
  return { plan, found: rows.map(([text]) => String(text)).sort() };
}

const filter = (dimension: string, operator: FilterOperator, ...values: string[]) =>
  ({ dimension, operator, values }) as Filter;

describe('values', () => {
  const expected = (keep: (feature: string) => boolean) => stored.filter(keep).sort();

  test('are the same text, whatever they contain', async () => {
    const { plan, found } = await texts(features, [filter('feature', 'in', ...nasty)]);
    withSql(plan, () => expect(found).toEqual([...nasty].sort()));
    const rest = await texts(features, [filter('feature', 'not_in', ...nasty)]);
    withSql(rest.plan, () => expect(rest.found).toEqual(['plain', 'plain2']));
  });

  test('are expressions', async () => {
    for (const pattern of ['^plain', "'", '\\\\', 'DROP TABLE', '^.$']) {
      const here = new RegExp(pattern, 'su');
      const { plan, found } = await texts(features, [filter('feature', 'matches', pattern)]);
      withSql(plan, () => expect(found).toEqual(expected((feature) => here.test(feature))));
      const rest = await texts(features, [filter('feature', 'not_matches', pattern)]);
      withSql(rest.plan, () => expect(rest.found).toEqual(expected((feature) => !here.test(feature))));
    }
  });

  test('never become part of the statement', async () => {
    const plans = await Promise.all(nasty.map((value) => host.plan(sqlQuery(features, [filter('feature', 'in', value)]), panel(from, t0)))); // prettier-ignore
    expect(new Set(plans.map(({ statement }) => statement.sql)).size).toBe(1);
    expect(plans[0]?.statement.sql).not.toContain('$__filters');
  });
});

describe('dimensions', () => {
  test.each(['model', 'provider', 'service', 'instrumentation', 'finish_reason', 'error_class'])(
    '%s is read as the row’s dialect has it',
    async (dimension) => {
      const says = calls.map((call) => (call.says as Record<string, string>)[dimension] ?? '');
      for (const value of new Set(says)) {
        const { plan, found } = await texts(names, [filter(dimension, 'in', value)]);
        const expected = says.flatMap((said, index) => (said === value ? [`call ${index}`] : []));
        withSql(plan, () => expect(found, value).toEqual(expected));
      }
    }
  );

  test('attributes, of any row and with any key', async () => {
    const cases: [Filter, string[]][] = [
      [filter('attr:app.plan', 'in', 'gold', 'free'), ['call 0', 'call 1']],
      [filter('attr:app.plan', 'not_in', 'gold'), ['call 1', 'call 2', 'call 3']],
      [filter('attr:app.plan', 'in', 'unknown'), ['call 2', 'call 3']],
      [filter('attr:http.route', 'in', '/x'), ['call 2']],
      [filter('attr:no.such.key', 'in', 'x'), []],
      [filter(`attr:${oddKey}`, 'in', "it's"), ['call 0']],
      [filter('resource:region', 'matches', '^e'), ['call 0']],
    ];
    for (const [one, expected] of cases) {
      const { plan, found } = await texts(names, [one]);
      withSql(plan, () => expect(found, one.dimension).toEqual(expected));
    }
  });

  test('several filters all hold, and those without values are none', async () => {
    const some = [filter('service', 'in', 'shop'), filter('model', 'not_in', 'gpt-4o'), filter('feature', 'in')];
    const { plan, found } = await texts(names, some);
    withSql(plan, () => expect(found).toEqual(['call 1']));
  });

  test.each<[string, NotOfRow]>([
    ['cost_source', 'prices'],
    ['prompt_size', 'calls'],
    ['previous_prompt_version', 'history'],
    ['evaluation', 'scores'],
  ])('%s is refused', async (dimension, why) => {
    await expect(texts(names, [filter(dimension, 'in', 'x')])).rejects.toThrow(filterNotOfRow(dimension, why));
  });

  test('a tag that calls inherit is refused, as the census of those days tells', async () => {
    const asked = host.plan(
      sqlQuery(features, [filter('feature', 'in', 'of the root')]),
      panel(lateRoot - 60_000, lateRoot + 60_000)
    );
    await expect(asked).rejects.toThrow(filterNotOfRow('feature', 'inherited'));
  });
});

describe('who asks', () => {
  test('content is no filter, for nobody', async () => {
    const all = { ...host.settings, jsonData: { sql: 'all' } };
    for (const own of [host.settings, all]) {
      for (const dimension of ['attr:gen_ai.input.messages', 'resource:system_prompt']) {
        const asked = texts(names, [filter(dimension, 'matches', '^a')], {}, own);
        await expect(asked).rejects.toThrow(contentRefused(dimension));
      }
    }
  });

  test('a rule has its own filters', async () => {
    const { plan, found } = await texts('SELECT SpanName AS name, count() AS n FROM $__table WHERE $__timeFilter(Timestamp) AND $__filters GROUP BY name', [filter('model', 'in', 'claude-x')], { fromAlert: true }); // prettier-ignore
    withSql(plan, () => expect(found).toEqual(['call 1']));
  });

  test('SQL that may read all is filtered as well', async () => {
    const all = { ...host.settings, jsonData: { sql: 'all' } };
    const { plan, found } = await texts(`${names} -- $__filters`, [filter('model', 'in', 'gpt-4o')], {}, all);
    withSql(plan, () => expect(found).toEqual(['call 0', 'call 3']));
  });

  test.each(['SELECT 1 AS file, file $__filters FROM $__table', 'SELECT x FROM $__filters', 'SELECT COLUMNS $__filters FROM $__table'])(
    'checked SQL is refused around it: %s',
    async (sql) => {
      await expect(host.plan(sqlQuery(sql, [filter('model', 'in', 'x')]), panel(from, t0))).rejects.toThrow(/does not pass/);
      await expect(host.plan(sqlQuery(sql, []), panel(from, t0))).rejects.toThrow(/does not pass/);
    }
  ); // prettier-ignore
});

test('the preview is the statement that runs, which has its names in quotes where it is checked', async () => {
  const unchecked = { ...host.settings, jsonData: { ...host.settings.jsonData, sql: 'all' } };
  const query = sqlQuery(names, [
    filter('model', 'in', 'gpt-4o'),
    filter('instrumentation', 'not_in', 'openinference'),
  ]);
  const wanted = previewCensus(query, panel(from, t0), unchecked);
  const known = await resource<{ source: SourceDescription; census: Census }>(host, 'census', wanted, unchecked);
  const plan = await host.plan(query, panel(from, t0), unchecked);
  expect(preview(query, panel(from, t0), unchecked, known.source, known.census)).toMatchObject({
    ok: true,
    sql: plan.statement.sql,
    params: plan.statement.params,
  });
  const checked = await host.plan(query, panel(from, t0));
  expect(checked.statement.sql.replaceAll('`', '')).toBe(plan.statement.sql.replaceAll('`', ''));
});

describe('without', () => {
  test('filters, every row passes', async () => {
    const { plan, found } = await texts(names, []);
    withSql(plan, () => expect(found).toEqual(['call 0', 'call 1', 'call 2', 'call 3']));
    expect(plan.notices).toEqual([]);
  });

  test('the macro, the answer says so', async () => {
    const { plan, found } = await texts(names.replace(' AND $__filters', ' /* $__filters */'), [filter('model', 'in', 'x')]); // prettier-ignore
    withSql(plan, () => expect(found).toHaveLength(4));
    expect(plan.notices).toEqual([{ severity: 'warning', text: filtersUnused() }]);
  });
});
